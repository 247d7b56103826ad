(** Modified Bessel functions I_n and their entire part, the ratio of consecutive orders, its monotonicity and roots. *)
From Coq Require Import Reals Ranalysis5 Lra Lia ZArith.
From Coquelicot Require Import Coquelicot.
From Vlasov Require Export Hypergeometric.
From Vlasov Require Import Series FixedPoint Elementary.
Open Scope R_scope.

(** I_n(x) = sum over k of  (x/2)^(2k+n) / (k! (k+n)!). *)
Definition BesselI (n : nat) (x : R) : R :=
  Series (fun k => (x / 2) ^ (2 * k + n) / (INR (fact k) * INR (fact (k + n)))).

(** C_n(x) = sum over k of  x^k / (k! (k+n)!). *)
Definition BesselClifford (n : nat) (x : R) : R :=
  Series (fun k => x ^ k / (INR (fact k) * INR (fact (k + n)))).

(** I_(nu+1)(x) / I_nu(x) of real order, Gamma cancelled; [BesselRatio_nat]: for nu = n it is the quotient of the series above. *)
Definition BesselRatio (nu x : R) : R :=
  x / (2 * (nu + 1)) * (Hypergeometric0F1 (nu + 2) (x ^ 2 / 4) / Hypergeometric0F1 (nu + 1) (x ^ 2 / 4)).

(** * In terms of 0F1 *)

Lemma fact_rising k n : INR (fact (k + n)) = rising (INR n + 1) k * INR (fact n).
Proof.
induction k as [|k IH]; [simpl; ring|].
change (S k + n)%nat with (S (k + n)). rewrite INR_fact_S, IH, plus_INR. simpl. ring.
Qed.

Theorem BesselClifford_0F1 n x : BesselClifford n x = Hypergeometric0F1 (INR n + 1) x / INR (fact n).
Proof.
unfold BesselClifford, Hypergeometric0F1, Rdiv. rewrite (Rmult_comm (Series _)), <- Series_scal_l.
apply Series_ext. intros k. rewrite fact_rising. pose proof (pos_INR n).
pose proof (rising_pos (INR n + 1) k ltac:(lra)). pose proof (fact_INR_pos k). pose proof (fact_INR_pos n).
field. repeat split; lra.
Qed.

Theorem BesselI_Clifford n x : BesselI n x = (x / 2) ^ n * BesselClifford n ((x / 2) ^ 2).
Proof.
unfold BesselI, BesselClifford. rewrite <- Series_scal_l. apply Series_ext. intros k.
rewrite pow_add, pow_mult. unfold Rdiv. ring.
Qed.

Theorem BesselI_0F1 n x : BesselI n x = (x / 2) ^ n / INR (fact n) * Hypergeometric0F1 (INR n + 1) ((x / 2) ^ 2).
Proof. rewrite BesselI_Clifford, BesselClifford_0F1. unfold Rdiv. ring. Qed.

Theorem BesselRatio_nat n x : x <> 0 -> BesselRatio (INR n) x = BesselI (S n) x / BesselI n x.
Proof.
intros Hx. rewrite !BesselI_0F1. unfold BesselRatio. rewrite S_INR.
replace (INR n + 1 + 1) with (INR n + 2) by ring. replace ((x / 2) ^ 2) with (x ^ 2 / 4) by field.
pose proof (pos_INR n). assert (0 <= x ^ 2 / 4) by nra.
pose proof (Hypergeometric0F1_ge_1 (INR n + 1) (x ^ 2 / 4) ltac:(lra) ltac:(assumption)).
rewrite INR_fact_S. pose proof (fact_INR_pos n).
assert ((x / 2) ^ n <> 0) by (apply pow_nonzero; lra).
rewrite <- (tech_pow_Rmult (x / 2) n). field. repeat split; lra.
Qed.

(** * Recurrence, derivatives, bounds *)

Lemma ex_pseries_0F1 b z : 0 < b -> ex_pseries (coefficient0F1 b) z.
Proof. intros Hb. apply CV_radius_inside. rewrite radius0F1 by assumption. exact I. Qed.

Theorem Hypergeometric0F1_contiguous b z : 0 < b ->
  Hypergeometric0F1 b z = Hypergeometric0F1 (b + 1) z + z / (b * (b + 1)) * Hypergeometric0F1 (b + 2) z.
Proof.
intros Hb. rewrite !Hypergeometric0F1_PSeries.
replace (z / (b * (b + 1)) * PSeries (coefficient0F1 (b + 2)) z)
  with (z * (/ (b * (b + 1)) * PSeries (coefficient0F1 (b + 2)) z)) by (field; lra).
rewrite <- PSeries_scal, <- PSeries_incr_1, <- PSeries_plus.
- apply PSeries_ext. intros [|k]; unfold PS_plus, PS_incr_1, PS_scal, coefficient0F1; cbn -[rising fact INR];
    unfold plus, scal, zero; cbn -[rising fact INR]; unfold mult; cbn -[rising fact INR].
  + simpl. field.
  + rewrite rising_first, (rising_first (b + 1)). replace (b + 1 + 1) with (b + 2) by ring.
    assert (E : (b + 1) * rising (b + 2) k = rising (b + 1) k * (b + 1 + INR k)).
    { pose proof (rising_first (b + 1) k) as E. replace (b + 1 + 1) with (b + 2) in E by ring. rewrite <- E. reflexivity. }
    rewrite INR_fact_S. pose proof (rising_pos (b + 1) k ltac:(lra)) as P1. pose proof (rising_pos (b + 2) k ltac:(lra)) as P2.
    pose proof (fact_INR_pos k) as P3. pose proof (pos_INR k) as P4.
    replace (rising (b + 2) k) with (rising (b + 1) k * (b + 1 + INR k) / (b + 1)) by (rewrite <- E; field; lra).
    field. repeat split; lra.
- apply ex_pseries_0F1. lra.
- apply ex_pseries_incr_1, ex_pseries_scal; [apply Rmult_comm|]. apply ex_pseries_0F1. lra.
Qed.

Theorem BesselClifford_recurrence n x :
  BesselClifford n x = INR (S n) * BesselClifford (S n) x + x * BesselClifford (S (S n)) x.
Proof.
rewrite !BesselClifford_0F1. pose proof (pos_INR n).
rewrite (Hypergeometric0F1_contiguous (INR n + 1)) by lra. rewrite !INR_fact_S, !S_INR.
replace (INR n + 1 + 1 + 1) with (INR n + 1 + 2) by ring. pose proof (fact_INR_pos n). field. repeat split; lra.
Qed.

Theorem BesselI_recurrence n x : x * BesselI n x = 2 * INR (S n) * BesselI (S n) x + x * BesselI (S (S n)) x.
Proof.
rewrite !BesselI_Clifford, (BesselClifford_recurrence n). change ((x / 2) ^ S (S n)) with (x / 2 * (x / 2 * (x / 2) ^ n)).
change ((x / 2) ^ S n) with (x / 2 * (x / 2) ^ n). field.
Qed.

Theorem BesselClifford_derive n x : is_derive (BesselClifford n) x (BesselClifford (S n) x).
Proof.
pose proof (pos_INR n). 
assert (E : forall t : R, / INR (fact n) * Hypergeometric0F1 (INR n + 1) t = BesselClifford n t).
{ intros t. rewrite BesselClifford_0F1. unfold Rdiv. ring. }
apply (is_derive_ext _ _ _ _ E).
replace (BesselClifford (S n) x) with (/ INR (fact n) * (Hypergeometric0F1 (INR n + 1 + 1) x / (INR n + 1))).
- apply is_derive_scal, Hypergeometric0F1_derive. lra.
- rewrite BesselClifford_0F1, INR_fact_S, S_INR. pose proof (fact_INR_pos n). field. split; lra.
Qed.

Theorem BesselI_derive_0 x : is_derive (BesselI 0) x (BesselI 1 x).
Proof.
assert (E : forall t : R, BesselClifford 0 ((t / 2) ^ 2) = BesselI 0 t).
{ intros t. rewrite BesselI_Clifford. simpl. ring. }
apply (is_derive_ext _ _ _ _ E).
replace (BesselI 1 x) with (x / 2 * BesselClifford 1 ((x / 2) ^ 2)) by (rewrite BesselI_Clifford; ring).
apply (is_derive_comp (BesselClifford 0) (fun t => (t / 2) ^ 2)); [apply BesselClifford_derive|].
auto_derive; [exact I | field].
Qed.

Theorem BesselI_derive n x : is_derive (BesselI (S n)) x ((BesselI n x + BesselI (S (S n)) x) / 2).
Proof.
assert (E : forall t : R, (t / 2) ^ S n * BesselClifford (S n) ((t / 2) ^ 2) = BesselI (S n) t).
{ intros t. now rewrite BesselI_Clifford. }
apply (is_derive_ext _ _ _ _ E).
assert (H : is_derive (fun t => BesselClifford (S n) ((t / 2) ^ 2)) x (x / 2 * BesselClifford (S (S n)) ((x / 2) ^ 2))).
{ apply (is_derive_comp (BesselClifford (S n)) (fun t => (t / 2) ^ 2)); [apply BesselClifford_derive|].
  auto_derive; [exact I | field]. }
assert (H2 : is_derive (fun t => (t / 2) ^ S n) x (INR (S n) / 2 * (x / 2) ^ n)).
{ auto_derive; [exact I|]. change (pred (S n)) with n. change (match n with O => 1 | S _ => INR n + 1 end) with (INR (S n)). unfold Rdiv. generalize (INR (S n)) ((x * / 2) ^ n). intros. ring. }
pose proof (is_derive_mult (K := R_AbsRing) _ _ _ _ _ H2 H Rmult_comm) as D.
match type of D with is_derive _ _ ?d => match goal with |- is_derive _ _ ?e => replace e with d; [exact D|] end end.
unfold Hierarchy.plus, mult; cbn -[pow INR]. rewrite !BesselI_Clifford, (BesselClifford_recurrence n).
change ((x / 2) ^ S (S n)) with (x / 2 * (x / 2 * (x / 2) ^ n)).
change ((x / 2) ^ S n) with (x / 2 * (x / 2) ^ n). field.
Qed.

Theorem BesselClifford_pos n x : 0 <= x -> 0 < BesselClifford n x.
Proof.
intros Hx. rewrite BesselClifford_0F1. pose proof (pos_INR n).
pose proof (Hypergeometric0F1_ge_1 (INR n + 1) x ltac:(lra) Hx).
apply Rmult_lt_0_compat; [lra | apply Rinv_0_lt_compat, fact_INR_pos].
Qed.

Theorem BesselClifford_increasing n x y : 0 <= x <= y -> BesselClifford n x <= BesselClifford n y.
Proof.
intros H. rewrite !BesselClifford_0F1. pose proof (pos_INR n).
apply Rmult_le_compat_r; [apply Rlt_le, Rinv_0_lt_compat, fact_INR_pos|].
apply Hypergeometric0F1_increasing; lra.
Qed.

Theorem BesselI_nonneg n x : 0 <= x -> 0 <= BesselI n x.
Proof.
intros Hx. rewrite BesselI_Clifford. apply Rmult_le_pos; [apply pow_le; lra|].
apply Rlt_le, BesselClifford_pos, pow2_ge_0.
Qed.

(** Each further order is smaller by x/(2(n+1)). *)
Theorem BesselI_next n x : 0 <= x -> BesselI (S n) x <= x / (2 * INR (S n)) * BesselI n x.
Proof.
intros Hx. pose proof (BesselI_recurrence n x) as E. pose proof (BesselI_nonneg (S (S n)) x Hx) as P.
assert (0 < INR (S n)) by apply lt_0_INR, Nat.lt_0_succ.
apply Rmult_le_reg_l with (2 * INR (S n)); [lra|].
replace (2 * INR (S n) * (x / (2 * INR (S n)) * BesselI n x)) with (x * BesselI n x) by (field; lra).
assert (0 <= x * BesselI (S (S n)) x) by (apply Rmult_le_pos; assumption). lra.
Qed.

(** * The ratio increases *)

Section Monotone.
Variable b : R.
Hypothesis Hb : 1 / 2 < b.
Let F z := Hypergeometric0F1 b z.
Let G z := Hypergeometric0F1 (b + 1) z.
Let U z := (1 - 2 * b) * (F z * G z) + 2 * b * (F z * F z) - 2 * z / b * (G z * G z).

Lemma F_derive z : is_derive F z (G z / b).
Proof. apply Hypergeometric0F1_derive. lra. Qed.
Lemma G_derive z : is_derive G z (Hypergeometric0F1 (b + 2) z / (b + 1)).
Proof. unfold G. replace (b + 2) with (b + 1 + 1) by ring. apply Hypergeometric0F1_derive. lra. Qed.

Lemma U_derive z : is_derive U z
  ((1 - 2 * b) * (G z / b * G z + F z * (Hypergeometric0F1 (b + 2) z / (b + 1))) + 4 * b * (F z * (G z / b))
   - 2 / b * (G z * G z) - 4 * z / b * (G z * (Hypergeometric0F1 (b + 2) z / (b + 1)))).
Proof.
pose proof (F_derive z) as DF. pose proof (G_derive z) as DG.
assert (EF : ex_derive F z) by (eexists; exact DF). assert (EG : ex_derive G z) by (eexists; exact DG).
unfold U. auto_derive; [repeat split; assumption|].
change (Derive (fun x : R => F x) z) with (Derive F z). change (Derive (fun x : R => G x) z) with (Derive G z).
rewrite (is_derive_unique _ _ _ DF), (is_derive_unique _ _ _ DG). field. lra.
Qed.

(** U z z^(b - 1/2) increases, and U 0 = 1: so U is positive. *)
Lemma U_pos z : 0 <= z -> 0 < U z.
Proof.
assert (U0 : U 0 = 1) by (unfold U, F, G; rewrite !Hypergeometric0F1_0 by lra; field; lra).
intros [Hz|<-]; [|lra].
assert (C : continuity_pt U 0).
{ apply continuity_pt_filterlim, (ex_derive_continuous U 0). eexists. apply U_derive. }
destruct (C (1 / 2) ltac:(lra)) as [e [He Hc]].
set (w := Rmin (e / 2) (z / 2)).
assert (w0 : 0 < w) by (unfold w; apply Rmin_glb_lt; lra).
assert (w1 : w <= e / 2) by apply Rmin_l. assert (w2 : w <= z / 2) by apply Rmin_r.
assert (Uw : 0 < U w).
{ specialize (Hc w). unfold dist in Hc; simpl in Hc; unfold R_dist in Hc.
  assert (Rabs (U w - U 0) < 1 / 2).
  { apply Hc. split; [split; [exact I | lra]|]. rewrite Rminus_0_r, Rabs_pos_eq; lra. }
  apply Rabs_def2 in H. lra. }
set (y := fun t => exp ((b - 1 / 2) * ln t) * U t).
set (dU := fun t => (1 - 2 * b) * (G t / b * G t + F t * (Hypergeometric0F1 (b + 2) t / (b + 1))) + 4 * b * (F t * (G t / b))
   - 2 / b * (G t * G t) - 4 * t / b * (G t * (Hypergeometric0F1 (b + 2) t / (b + 1)))).
set (dy := fun t => exp ((b - 1 / 2) * ln t) * ((b - 1 / 2) * / t * U t + dU t)).
assert (D : forall t, w <= t <= z -> is_derive y t (dy t)).
{ intros t Ht. pose proof (U_derive t) as DU. fold (dU t) in DU.
  assert (EU : ex_derive U t) by (eexists; exact DU).
  unfold y, dy. auto_derive; [repeat split; [lra | exact EU]|]. change (Derive (fun x : R => U x) t) with (Derive U t). rewrite (is_derive_unique _ _ _ DU). field. lra. }
destruct (MVT_gen y w z dy) as [t [Ht E]].
- intros t. rewrite Rmin_left, Rmax_right by lra. intros Ht. apply D. lra.
- intros t. rewrite Rmin_left, Rmax_right by lra. intros Ht.
  apply continuity_pt_filterlim, (ex_derive_continuous y t). eexists. apply D. lra.
- rewrite Rmin_left, Rmax_right in Ht by lra.
  assert (P : 0 < dy t).
  { unfold dy. apply Rmult_lt_0_compat; [apply exp_pos|].
    pose proof (Hypergeometric0F1_ge_1 b t ltac:(lra) ltac:(lra)) as F1. fold (F t) in F1.
    pose proof (Hypergeometric0F1_ge_1 (b + 1) t ltac:(lra) ltac:(lra)) as G1. fold (G t) in G1.
    pose proof (Hypergeometric0F1_contiguous b t ltac:(lra)) as K. fold (F t) (G t) in K.
    assert (K2 : Hypergeometric0F1 (b + 2) t = (F t - G t) * (b * (b + 1)) / t) by (rewrite K; field; lra).
    assert (S : (b - 1 / 2) * / t * U t + dU t = (2 * b - 1) / 2 * (F t * G t) / t).
    { unfold U, dU. rewrite K2. field. lra. }
    rewrite S. apply Rmult_lt_0_compat; [|apply Rinv_0_lt_compat; lra].
    apply Rmult_lt_0_compat; [lra|]. apply Rmult_lt_0_compat; lra. }
  assert (0 < y z).
  { assert (0 < y w) by (unfold y; apply Rmult_lt_0_compat; [apply exp_pos | exact Uw]).
    assert (0 < dy t * (z - w)) by (apply Rmult_lt_0_compat; lra). lra. }
  unfold y in H. pose proof (exp_pos ((b - 1 / 2) * ln z)).
  apply Rmult_lt_reg_l with (exp ((b - 1 / 2) * ln z)); [assumption | lra].
Qed.

(** The derivative of x G/F, over F^2. *)
Lemma quotient_derive x : is_derive (fun x => x * (G (x ^ 2 / 4) / F (x ^ 2 / 4))) x
  (U (x ^ 2 / 4) / (F (x ^ 2 / 4) * F (x ^ 2 / 4))).
Proof.
set (z := x ^ 2 / 4). assert (Hz : 0 <= z) by (unfold z; nra).
pose proof (Hypergeometric0F1_ge_1 b z ltac:(lra) Hz) as F1. fold (F z) in F1.
assert (S : is_derive (fun x => x ^ 2 / 4) x (x / 2)) by (auto_derive; [exact I | field]).
assert (DF : is_derive (fun x => F (x ^ 2 / 4)) x (x / 2 * (G z / b)))
  by (apply (is_derive_comp F (fun x => x ^ 2 / 4)); [apply F_derive | exact S]).
assert (DG : is_derive (fun x => G (x ^ 2 / 4)) x (x / 2 * (Hypergeometric0F1 (b + 2) z / (b + 1))))
  by (apply (is_derive_comp G (fun x => x ^ 2 / 4)); [apply G_derive | exact S]).
assert (DQ : is_derive (fun x => G (x ^ 2 / 4) / F (x ^ 2 / 4)) x
  ((x / 2 * (Hypergeometric0F1 (b + 2) z / (b + 1)) * F z - G z * (x / 2 * (G z / b))) / F z ^ 2)).
{ apply (is_derive_div (fun x => G (x ^ 2 / 4)) (fun x => F (x ^ 2 / 4)) x _ _ DG DF). fold z. lra. }
pose proof (is_derive_mult (K := R_AbsRing) (fun x => x) _ x _ _ (is_derive_id (K := R_AbsRing) x) DQ Rmult_comm) as D.
match type of D with is_derive _ _ ?d => match goal with |- is_derive _ _ ?e => replace e with d; [exact D|] end end.
unfold Hierarchy.plus, mult, one; cbn -[pow]. fold z.
pose proof (Hypergeometric0F1_contiguous b z ltac:(lra)) as K. fold (F z) (G z) in K.
assert (K2 : z * Hypergeometric0F1 (b + 2) z = (F z - G z) * (b * (b + 1))).
{ rewrite K. field. lra. }
unfold U. apply Rmult_eq_reg_r with (F z * F z); [|apply Rgt_not_eq, Rmult_lt_0_compat; lra].
replace ((1 - 2 * b) * (F z * G z) + 2 * b * (F z * F z) - 2 * z / b * (G z * G z))
  with (F z * G z + 2 * F z / (b + 1) * ((F z - G z) * (b * (b + 1))) - 2 * z / b * (G z * G z)) by (field; lra).
rewrite <- K2. unfold z at 2 4 7. unfold z. fold z.
set (f := F z) in *. set (g := G z) in *. set (h := Hypergeometric0F1 (b + 2) z) in *. clearbody f g h.
unfold z. field. repeat split; lra.
Qed.

Lemma quotient_increasing x y : 0 <= x < y -> x * (G (x ^ 2 / 4) / F (x ^ 2 / 4)) < y * (G (y ^ 2 / 4) / F (y ^ 2 / 4)).
Proof.
intros Hxy. destruct (MVT_gen _ x y _ (fun t _ => quotient_derive t)) as [t [Ht E]].
- intros t _. apply continuity_pt_filterlim, (ex_derive_continuous (fun x => x * (G (x ^ 2 / 4) / F (x ^ 2 / 4)))).
  eexists. apply quotient_derive.
- assert (Hz : 0 <= t ^ 2 / 4) by nra. pose proof (U_pos _ Hz).
  pose proof (Hypergeometric0F1_ge_1 b (t ^ 2 / 4) ltac:(lra) Hz) as F1. fold (F (t ^ 2 / 4)) in F1.
  assert (0 < U (t ^ 2 / 4) / (F (t ^ 2 / 4) * F (t ^ 2 / 4)) * (y - x)); [|lra].
  apply Rmult_lt_0_compat; [|lra]. apply Rmult_lt_0_compat; [assumption|].
  apply Rinv_0_lt_compat, Rmult_lt_0_compat; lra.
Qed.

Lemma quotient_continuous x : continuity_pt (fun x => x * (G (x ^ 2 / 4) / F (x ^ 2 / 4))) x.
Proof.
apply continuity_pt_filterlim, (ex_derive_continuous (fun x => x * (G (x ^ 2 / 4) / F (x ^ 2 / 4)))).
eexists. apply quotient_derive.
Qed.
End Monotone.

Lemma BesselRatio_quotient nu x : BesselRatio nu x =
  / (2 * (nu + 1)) * (x * (Hypergeometric0F1 (nu + 1 + 1) (x ^ 2 / 4) / Hypergeometric0F1 (nu + 1) (x ^ 2 / 4))).
Proof. unfold BesselRatio. replace (nu + 1 + 1) with (nu + 2) by ring. unfold Rdiv. ring. Qed.

Theorem BesselRatio_increasing nu x y : -1 / 2 < nu -> 0 <= x < y -> BesselRatio nu x < BesselRatio nu y.
Proof.
intros Hn Hxy. rewrite !BesselRatio_quotient. apply Rmult_lt_compat_l; [apply Rinv_0_lt_compat; lra|].
apply (quotient_increasing (nu + 1)); lra.
Qed.

Lemma BesselRatio_negative nu x : -1 < nu -> x <= 0 -> BesselRatio nu x <= 0.
Proof.
intros Hn Hx. assert (Hz : 0 <= x ^ 2 / 4) by nra. unfold BesselRatio.
pose proof (Hypergeometric0F1_ge_1 (nu + 1) _ ltac:(lra) Hz). pose proof (Hypergeometric0F1_ge_1 (nu + 2) _ ltac:(lra) Hz).
set (f := Hypergeometric0F1 (nu + 1) _) in *. set (g := Hypergeometric0F1 (nu + 2) _) in *.
assert (0 < g / f) by (apply Rmult_lt_0_compat; [lra | apply Rinv_0_lt_compat; lra]).
replace (x / (2 * (nu + 1)) * (g / f)) with (- (- x * (/ (2 * (nu + 1)) * (g / f)))) by (unfold Rdiv; ring).
assert (0 <= - x * (/ (2 * (nu + 1)) * (g / f))); [|lra].
apply Rmult_le_pos; [lra|]. apply Rmult_le_pos; [apply Rlt_le, Rinv_0_lt_compat; lra | lra].
Qed.

(** The root of I_(nu+1)(x) / I_nu(x) = c, the only one among all real numbers. *)
Theorem BesselRatio_root nu c lo hi : -1 / 2 < nu -> 0 < c -> 0 <= lo < hi ->
  BesselRatio nu lo < c -> c < BesselRatio nu hi ->
  exists x, lo <= x <= hi /\ BesselRatio nu x = c /\ (forall y, BesselRatio nu y = c -> y = x).
Proof.
intros Hn Hc Hl H1 H2.
destruct (IVT_interv (fun x => BesselRatio nu x - c) lo hi) as [x [Hx E]]; try lra.
{ intros a _. apply continuity_pt_minus; [|apply continuity_pt_const; now intros ? ?].
  apply (continuity_pt_ext (fun x => / (2 * (nu + 1)) *
    (x * (Hypergeometric0F1 (nu + 1 + 1) (x ^ 2 / 4) / Hypergeometric0F1 (nu + 1) (x ^ 2 / 4))))).
  { intros t. symmetry. apply BesselRatio_quotient. }
  apply continuity_pt_scal, (quotient_continuous (nu + 1)). lra. }
exists x. split; [exact Hx|]. split; [lra|]. intros y Ey.
destruct (Rle_dec y 0) as [h|h]; [pose proof (BesselRatio_negative nu y ltac:(lra) h); lra|].
destruct (Rtotal_order y x) as [k|[k|k]]; [exfalso | exact k | exfalso].
- pose proof (BesselRatio_increasing nu y x Hn ltac:(lra)). lra.
- pose proof (BesselRatio_increasing nu x y Hn ltac:(lra)). lra.
Qed.

Corollary BesselRatio_root_on nu c a b lo hi : -1 / 2 < nu -> 0 < c -> 0 <= lo < hi ->
  BesselRatio nu lo < c -> c < BesselRatio nu hi ->
  exists x, lo <= x <= hi /\ BesselRatio nu x = c /\ (forall y, a <= y <= b -> BesselRatio nu y = c -> y = x).
Proof.
intros Hn Hc Hl H1 H2. destruct (BesselRatio_root nu c lo hi Hn Hc Hl H1 H2) as [x [Hx [E U]]].
exists x. auto.
Qed.

(** * Tactics *)

(** n! as a binary integer. *)
Fixpoint factorial (n : nat) : Z := match n with O => 1%Z | S m => (Z.of_nat n * factorial m)%Z end.
Lemma factorial_fact n : INR (fact n) = IZR (factorial n).
Proof.
induction n as [|n IH]; [reflexivity|].
change (factorial (S n)) with (Z.of_nat (S n) * factorial n)%Z.
rewrite fact_simpl, mult_INR, IH, mult_IZR. now rewrite <- INR_IZR_INZ.
Qed.

Lemma BesselI_form n m f x : factorial n = f -> (Z.of_nat n + 1)%Z = m ->
  BesselI n x = (x / 2) ^ n / IZR f * Hypergeometric0F1 (IZR m) ((x / 2) ^ 2).
Proof. intros <- <-. rewrite BesselI_0F1, factorial_fact, plus_IZR, <- INR_IZR_INZ. reflexivity. Qed.

Lemma BesselClifford_form n m f x : factorial n = f -> (Z.of_nat n + 1)%Z = m ->
  BesselClifford n x = Hypergeometric0F1 (IZR m) x / IZR f.
Proof. intros <- <-. rewrite BesselClifford_0F1, factorial_fact, plus_IZR, <- INR_IZR_INZ. reflexivity. Qed.

(** [bound_0F1 b z n q]: the call [Hypergeometric0F1 b z] becomes a bounded variable everywhere. *)
Ltac bound_0F1 b z n q :=
  let d := common_scale b b q in
  with_parameter b q d ltac:(fun Hb => with_fixed z q (power q) ltac:(fun Hz =>
    conclude (Hypergeometric0F1 b z) (Hypergeometric0F1_holds q d n eq_refl _ _ b z Hb Hz) q; clear Hb Hz)).

(** [by_form call E q]: [E : call = e] with e elementary; the call becomes a variable bounded as e is. *)
Ltac by_form call E q :=
  lazymatch type of E with _ = ?e =>
    let B := fresh "B" in enclose_as e q B; rewrite <- E in B; clear E; forget call
  end.

Ltac bound_BesselI N p :=
  match goal with |- context [BesselI ?n ?x] =>
    elementary x;
    let N := nat_of N in let p := positive_of p in let q := working p in
    let f := eval vm_compute in (factorial n) in let m := eval vm_compute in (Z.of_nat n + 1)%Z in
    lazymatch m with Zpos _ => idtac end;
    let E := fresh "E" in
    pose proof (BesselI_form n m f x ltac:(vm_cast_no_check (eq_refl f)) eq_refl) as E;
    bound_0F1 (IZR m) ((x / 2) ^ 2) N q;
    by_form (BesselI n x) E q
  end.

Ltac bound_BesselClifford N p :=
  match goal with |- context [BesselClifford ?n ?x] =>
    elementary x;
    let N := nat_of N in let p := positive_of p in let q := working p in
    let f := eval vm_compute in (factorial n) in let m := eval vm_compute in (Z.of_nat n + 1)%Z in
    lazymatch m with Zpos _ => idtac end;
    let E := fresh "E" in
    pose proof (BesselClifford_form n m f x ltac:(vm_cast_no_check (eq_refl f)) eq_refl) as E;
    bound_0F1 (IZR m) x N q;
    by_form (BesselClifford n x) E q
  end.

Ltac bound_BesselRatio N p :=
  match goal with |- context [BesselRatio ?nu ?x] =>
    elementary nu; elementary x;
    let N := nat_of N in let p := positive_of p in let q := working p in
    let E := fresh "E" in
    assert (E : BesselRatio nu x = x / (2 * (nu + 1)) *
      (Hypergeometric0F1 (nu + 2) (x ^ 2 / 4) / Hypergeometric0F1 (nu + 1) (x ^ 2 / 4))) by reflexivity;
    bound_0F1 (nu + 2) (x ^ 2 / 4) N q; bound_0F1 (nu + 1) (x ^ 2 / 4) N q;
    by_form (BesselRatio nu x) E q
  end.

(** [root_BesselRatio N p] proves
    exists x, lo <= x <= hi /\ BesselRatio nu x = c /\ (forall y, [a <= y <= b ->] BesselRatio nu y = c -> y = x). *)
Ltac root_BesselRatio N p :=
  let q := positive_of p in
  first [ apply BesselRatio_root_on | apply BesselRatio_root ];
  [ prove_by q | prove_by q | split; prove_by q | bound_BesselRatio N q; prove_by q | bound_BesselRatio N q; prove_by q ].
