(** exprel, Ein, E1 and differences of Ei. *)
From Vlasov Require Export Elementary.
From Vlasov Require Import Series FixedPoint Hypergeometric Tails Roots.
From Coq Require Import List.
Import ListNotations.
Open Scope list_scope.
Open Scope R_scope.

(** (e^x - 1)/x, continued to x = 0. *)
Definition exprel (x : R) : R := Series (fun k => x ^ k / INR (fact (k + 1))).
(** The entire exponential integral: the integral of (1 - e^-t)/t from 0 to x. *)
Definition Ein (x : R) : R := Series (fun k => (-1) ^ k * x ^ (k + 1) / (INR (k + 1) * INR (fact (k + 1)))).
(** The exponential integral E1, for x > 0. *)
Definition E1 (x : R) : R := RInt_gen (fun t => exp (- t) / t) (at_point x) (Rbar_locally p_infty).

(** * The two series *)

Definition c_exprel (k : nat) : R := / INR (fact (k + 1)).
Definition c_Ein (k : nat) : R := (-1) ^ k / (INR (k + 1) * INR (fact (k + 1))).

Lemma INR_next k : INR (k + 1) = INR k + 1.
Proof. rewrite plus_INR. reflexivity. Qed.
Lemma fact_next k : INR (fact (S k + 1)) = (INR k + 2) * INR (fact (k + 1)).
Proof. replace (S k + 1)%nat with (S (k + 1)) by lia. rewrite fact_simpl, mult_INR, S_INR, INR_next. ring. Qed.
Lemma fact_next_pos k : 0 < INR (fact (k + 1)).
Proof. apply INR_fact_lt_0. Qed.

Lemma radius_infinite (c : nat -> R) : (forall k, c k <> 0) -> (forall k, Rabs (c (S k)) * (INR k + 1) <= Rabs (c k)) ->
  CV_radius c = p_infty.
Proof.
intros H0 H. apply CV_radius_infinite_DAlembert; [exact H0|].
apply (is_lim_seq_le_le (fun _ => 0) _ (fun n => / INR (S n))).
- intros n. split; [apply Rabs_pos|]. pose proof (pos_INR n). specialize (H n). pose proof (Rabs_pos_lt _ (H0 n)).
  unfold Rdiv. rewrite Rabs_mult, Rabs_inv, S_INR.
  apply Rmult_le_reg_r with (Rabs (c n) * (INR n + 1)); [apply Rmult_lt_0_compat; lra|].
  replace (Rabs (c (S n)) * / Rabs (c n) * (Rabs (c n) * (INR n + 1))) with (Rabs (c (S n)) * (INR n + 1)) by (field; lra).
  replace (/ (INR n + 1) * (Rabs (c n) * (INR n + 1))) with (Rabs (c n)) by (field; lra). exact H.
- apply is_lim_seq_const.
- replace (Finite 0) with (Rbar_inv p_infty) by reflexivity.
  apply is_lim_seq_inv; [|discriminate]. apply -> is_lim_seq_incr_1. apply is_lim_seq_INR.
Qed.

Lemma exprel_PSeries x : exprel x = PSeries c_exprel x.
Proof. apply Series_ext. intros k. unfold c_exprel, Rdiv. ring. Qed.

Lemma Ein_PSeries x : Ein x = x * PSeries c_Ein x.
Proof.
unfold Ein, PSeries. rewrite <- Series_scal_l. apply Series_ext. intros k. unfold c_Ein, Rdiv. rewrite pow_add. simpl. ring.
Qed.

Lemma radius_exprel : CV_radius c_exprel = p_infty.
Proof.
apply radius_infinite; intros k; pose proof (fact_next_pos k); pose proof (pos_INR k); unfold c_exprel.
- apply Rinv_neq_0_compat. lra.
- rewrite fact_next, !Rabs_inv, Rabs_mult, !Rabs_pos_eq by lra.
  rewrite Rinv_mult. replace (/ (INR k + 2) * / INR (fact (k + 1)) * (INR k + 1)) with (/ INR (fact (k + 1)) * ((INR k + 1) / (INR k + 2))) by (field; lra).
  rewrite <- (Rmult_1_r (/ INR (fact (k + 1)))) at 2. apply Rmult_le_compat_l; [apply Rlt_le, Rinv_0_lt_compat; lra|].
  apply Rmult_le_reg_r with (INR k + 2); [lra|]. replace ((INR k + 1) / (INR k + 2) * (INR k + 2)) with (INR k + 1) by (field; lra). lra.
Qed.

Lemma radius_Ein : CV_radius c_Ein = p_infty.
Proof.
assert (A : forall k, Rabs (c_Ein k) = / (INR (k + 1) * INR (fact (k + 1)))).
{ intros k. unfold c_Ein, Rdiv. rewrite Rabs_mult, pow_1_abs, Rmult_1_l, Rabs_inv, Rabs_pos_eq; [reflexivity|].
  apply Rmult_le_pos; [apply pos_INR | apply Rlt_le, fact_next_pos]. }
apply radius_infinite; intros k; pose proof (fact_next_pos k); pose proof (pos_INR k).
- intros E. pose proof (A k) as B. rewrite E, Rabs_R0 in B. rewrite INR_next in B.
  assert (0 < / ((INR k + 1) * INR (fact (k + 1)))) by (apply Rinv_0_lt_compat, Rmult_lt_0_compat; lra). lra.
- rewrite !A, fact_next, !INR_next, S_INR.
  replace (/ ((INR k + 1 + 1) * ((INR k + 2) * INR (fact (k + 1)))) * (INR k + 1))
    with (/ ((INR k + 1) * INR (fact (k + 1))) * ((INR k + 1) * (INR k + 1) / ((INR k + 2) * (INR k + 2)))) by (field; repeat split; lra).
  rewrite <- (Rmult_1_r (/ ((INR k + 1) * INR (fact (k + 1))))) at 2.
  apply Rmult_le_compat_l; [apply Rlt_le, Rinv_0_lt_compat, Rmult_lt_0_compat; lra|].
  assert (0 < (INR k + 2) * (INR k + 2)) by (apply Rmult_lt_0_compat; lra).
  apply Rmult_le_reg_r with ((INR k + 2) * (INR k + 2)); [assumption|].
  replace ((INR k + 1) * (INR k + 1) / ((INR k + 2) * (INR k + 2)) * ((INR k + 2) * (INR k + 2))) with ((INR k + 1) * (INR k + 1)) by (field; lra).
  rewrite Rmult_1_l. apply Rmult_le_compat; lra.
Qed.

(** * Closed forms and derivatives *)

Theorem exp_exprel x : exp x = 1 + x * exprel x.
Proof.
pose proof (is_exp_Reals x) as H. apply is_pseries_unique in H. rewrite <- H.
unfold PSeries. rewrite Series_incr_1.
- replace (/ INR (fact 0) * x ^ 0) with 1 by (simpl; field). f_equal. unfold exprel. rewrite <- Series_scal_l. apply Series_ext. intros k.
  rewrite Nat.add_1_r. simpl pow. unfold Rdiv. ring.
- exists (exp x). pose proof (is_exp_Reals x) as K. apply is_pseries_R in K.
  eapply is_series_ext; [|exact K]. intros n. reflexivity.
Qed.

Theorem exprel_closed x : x <> 0 -> exprel x = (exp x - 1) / x.
Proof. intros H. rewrite exp_exprel. field. exact H. Qed.

Theorem Ein_derive x : is_derive Ein x (exprel (- x)).
Proof.
apply (is_derive_ext (PSeries (PS_incr_1 c_Ein))).
{ intros t. rewrite Ein_PSeries, PSeries_incr_1. reflexivity. }
replace (exprel (- x)) with (PSeries (PS_derive (PS_incr_1 c_Ein)) x).
- apply is_derive_PSeries. rewrite CV_radius_incr_1, radius_Ein. exact I.
- apply Series_ext. intros k. unfold PS_derive. simpl PS_incr_1. unfold c_Ein.
  pose proof (fact_next_pos k). pose proof (pos_INR k).
  rewrite INR_next, S_INR. replace (- x) with ((-1) * x) by ring. rewrite Rpow_mult_distr. field. split; lra.
Qed.

Lemma exprel_derive x : x <> 0 -> is_derive exprel x ((exp x - exprel x) / x).
Proof.
intros H. rewrite (exprel_closed x H).
apply (is_derive_ext_loc (fun t => (exp t - 1) / t)).
- exists (mkposreal (Rabs x) (Rabs_pos_lt x H)). intros t Ht. symmetry. apply exprel_closed.
  change (Rabs (t - x) < Rabs x) in Ht. intros ->. replace (0 - x) with (- x) in Ht by ring. rewrite Rabs_Ropp in Ht. lra.
- auto_derive; [exact H | field; exact H].
Qed.

Theorem Ein_derive_closed x : x <> 0 -> is_derive Ein x ((1 - exp (- x)) / x).
Proof.
intros H. replace ((1 - exp (- x)) / x) with (exprel (- x)); [apply Ein_derive|].
rewrite exprel_closed by lra. field. exact H.
Qed.

Lemma Ein_0 : Ein 0 = 0.
Proof. rewrite Ein_PSeries. ring. Qed.

(** The primitive of e^(s t)/t. *)
Lemma primitive_exp s t : 0 < t -> is_derive (fun t => ln t - Ein (- (s * t))) t (exp (s * t) / t).
Proof.
intros Ht.
replace (exp (s * t) / t) with (/ t - (- s) * exprel (- - (s * t))) by (rewrite Ropp_involutive, (exp_exprel (s * t)); field; lra).
apply (is_derive_minus (K := R_AbsRing) (V := R_NormedModule) ln (fun t => Ein (- (s * t)))).
- auto_derive; [exact Ht | field; lra].
- apply (is_derive_comp Ein (fun t => - (s * t)) t (exprel (- - (s * t))) (- s)); [apply Ein_derive|].
  auto_derive; [exact I | ring].
Qed.

Lemma is_RInt_exp s x y : 0 < x -> 0 < y ->
  is_RInt (fun t => exp (s * t) / t) x y ((ln y - Ein (- (s * y))) - (ln x - Ein (- (s * x)))).
Proof.
intros Hx Hy. apply (is_RInt_derive (fun t => ln t - Ein (- (s * t))) (fun t => exp (s * t) / t)).
- intros t [H _]. apply primitive_exp. apply Rlt_le_trans with (Rmin x y); [now apply Rmin_glb_lt | assumption].
- intros t [H _]. apply (ex_derive_continuous (fun t => exp (s * t) / t)). auto_derive.
  apply Rgt_not_eq, Rlt_le_trans with (Rmin x y); [now apply Rmin_glb_lt | assumption].
Qed.

(** Differences of the exponential integral Ei, without Euler's constant. *)
Theorem Ei_difference b a : 0 < b -> 0 < a -> RInt (fun t => exp t / t) b a = ln a - Ein (- a) - (ln b - Ein (- b)).
Proof.
intros Hb Ha. pose proof (is_RInt_exp 1 b a Hb Ha) as H. rewrite !Rmult_1_l in H.
apply is_RInt_unique. eapply is_RInt_ext; [|exact H]. intros t _. cbv beta. f_equal. f_equal. ring.
Qed.

Theorem E1_difference x X : 0 < x -> 0 < X -> RInt (fun t => exp (- t) / t) x X = ln X - Ein X - (ln x - Ein x).
Proof.
intros Hx HX. pose proof (is_RInt_exp (-1) x X Hx HX) as H.
replace (- (-1 * X)) with X in H by ring. replace (- (-1 * x)) with x in H by ring.
apply is_RInt_unique. eapply is_RInt_ext; [|exact H]. intros t _. cbv beta. f_equal. f_equal. ring.
Qed.

Lemma E1_bound X t : 0 < X -> X <= t -> Rabs (exp (- t) / t) <= / X * exp (- (1 * t)).
Proof.
intros HX Ht. pose proof (exp_pos (- t)). rewrite Rmult_1_l.
assert (0 < / t) by (apply Rinv_0_lt_compat; lra).
rewrite Rabs_pos_eq by (apply Rmult_le_pos; lra). unfold Rdiv. rewrite Rmult_comm.
apply Rmult_le_compat_r; [lra|]. apply Rinv_le_contravar; lra.
Qed.

Lemma E1_continuous x t : 0 < x -> x <= t -> continuous (fun t => exp (- t) / t) t.
Proof. intros. apply (ex_derive_continuous (fun t => exp (- t) / t)). auto_derive. lra. Qed.

(** The integral to infinity exists, and E1 x = ln X - Ein X - (ln x - Ein x) + r with |r| <= e^-X / X. *)
Theorem E1_exists x : 0 < x -> is_RInt_gen (fun t => exp (- t) / t) (at_point x) (Rbar_locally p_infty) (E1 x).
Proof.
intros Hx.
destruct (is_RInt_gen_tail (fun t => exp (- t) / t) x x (/ x) 1 (Rle_refl x) Rlt_0_1) as [L [H _]].
- intros t Ht. now apply (E1_continuous x).
- intros t Ht. now apply E1_bound.
- unfold E1. now rewrite (is_RInt_gen_unique (V := R_CompleteNormedModule) _ L H).
Qed.

Theorem E1_split x X : 0 < x -> x <= X -> exists r,
  - (exp (- X) / X) <= r <= exp (- X) / X /\ E1 x = ln X - Ein X - (ln x - Ein x) + r.
Proof.
intros Hx HX. exists (E1 x - (ln X - Ein X - (ln x - Ein x))). split; [|ring].
rewrite <- E1_difference by lra.
pose proof (RInt_gen_tail (fun t => exp (- t) / t) x X (/ X) 1 HX Rlt_0_1) as T.
assert (Q : / X / 1 * exp (- (1 * X)) = exp (- X) / X) by (replace (1 * X) with X by ring; field; lra).
rewrite Q in T. apply Rabs_le_between, T.
- intros t Ht. now apply (E1_continuous x).
- intros t Ht. apply E1_bound; lra.
Qed.

Lemma E1_step x X : 0 < x -> x <= X -> E1 x = ln X - Ein X - (ln x - Ein x) + E1 X.
Proof.
intros Hx HX. apply Rminus_diag_uniq. set (D := _ - _).
destruct (Req_dec D 0) as [|HD]; [assumption|exfalso].
assert (HiX : 0 < / X) by (apply Rinv_0_lt_compat; lra).
destruct (exp_small (2 * / X) (Rabs D) 1 Rlt_0_1 (Rabs_pos_lt D HD) ltac:(lra)) as [Z HZ].
set (Y := Rmax X Z). pose proof (Rmax_l X Z) as YX. pose proof (HZ Y (Rmax_r X Z)) as HY. fold Y in YX. rewrite Rmult_1_l in HY.
destruct (E1_split x Y) as [r [Hr Er]]; try lra. destruct (E1_split X Y) as [q [Hq Eq]]; try lra.
assert (B : exp (- Y) / Y <= / X * exp (- Y)).
{ unfold Rdiv. rewrite Rmult_comm. apply Rmult_le_compat_r; [apply Rlt_le, exp_pos | apply Rinv_le_contravar; lra]. }
assert (ED : D = r - q) by (unfold D; rewrite Er, Eq; ring).
assert (Rabs D <= 2 * / X * exp (- Y)) by (rewrite ED; apply Rabs_le; lra). lra.
Qed.

Theorem E1_minus a b : 0 < a -> 0 < b -> E1 a - E1 b = ln b - Ein b - (ln a - Ein a).
Proof.
intros Ha Hb. destruct (Rle_dec a b) as [h|h].
- rewrite (E1_step a b Ha h). ring.
- rewrite (E1_step b a Hb) by lra. ring.
Qed.

Theorem E1_derive x : 0 < x -> is_derive E1 x (- (exp (- x) / x)).
Proof.
intros Hx. set (X := x + 1).
assert (S : forall u : R, 0 < u -> u <= X -> (ln X - Ein X + E1 X) + - (ln u - Ein (- (-1 * u))) = E1 u).
{ intros u Hu HX. rewrite (E1_step u X Hu HX). replace (- (-1 * u)) with u by ring. ring. }
apply (is_derive_ext_loc (fun t => (ln X - Ein X + E1 X) + - (ln t - Ein (- (-1 * t))))).
- exists (mkposreal (Rmin x 1) ltac:(apply Rmin_glb_lt; lra)). intros t Ht.
  change (Rabs (t - x) < Rmin x 1) in Ht. pose proof (Rmin_l x 1). pose proof (Rmin_r x 1). apply Rabs_lt_between in Ht.
  apply S; unfold X; lra.
- assert (Q : - (exp (- x) / x) = 0 + - (exp (-1 * x) / x)) by (assert (K : -1 * x = - x) by lra; rewrite K; lra).
  rewrite Q.
  apply (is_derive_plus (K := R_AbsRing) (V := R_NormedModule) (fun _ => ln X - Ein X + E1 X)); [apply (is_derive_const (K := R_AbsRing) (V := R_NormedModule))|].
  apply (is_derive_opp (K := R_AbsRing) (V := R_NormedModule)). now apply primitive_exp.
Qed.

#[export] Hint Resolve Ein_derive exprel_derive E1_derive : derivatives.

(** * Enclosures *)

Theorem exprel_ratio x : exprel x = ratio_sum (ratio [(None, 2)] x) 0.
Proof.
unfold exprel. rewrite (Series_by_ratio _ (ratio [(None, 2)] x)).
- simpl. field.
- intros k. rewrite fact_next. cbn [ratio List.fold_right pow]. unfold factor; simpl.
  pose proof (pos_INR k). pose proof (fact_next_pos k). field. split; lra.
Qed.

Theorem Ein_ratio x : Ein x = x * ratio_sum (ratio [(Some 1, 2); (None, 2)] (- x)) 0.
Proof.
unfold Ein. rewrite (Series_by_ratio _ (ratio [(Some 1, 2); (None, 2)] (- x))).
- simpl. field.
- intros k. rewrite fact_next, !INR_next, S_INR. cbn [ratio List.fold_right pow Nat.add]. unfold factor; simpl.
  pose proof (pos_INR k). pose proof (fact_next_pos k). field. repeat split; lra.
Qed.

Section Enclosures.
Variables (q : positive) (N : nat).

Theorem exprel_holds x X : holds (power q) x X ->
  forall i, sum_ratios q 1 [(None, (2, 2)%Z)] x N = Some i -> holds (power q) i (exprel X).
Proof.
intros Hx i E. rewrite exprel_ratio. eapply sum_ratios_holds; [exact Z.lt_0_1 | | exact Hx | exact E].
repeat (apply List.Forall2_cons; [split; simpl; auto; unfold holds; simpl; lra|]). apply List.Forall2_nil.
Qed.

Definition Ein_sum (x : Z * Z) : option (Z * Z) :=
  match sum_ratios q 1 [(Some (1, 1)%Z, (2, 2)%Z); (None, (2, 2)%Z)] (FixedPoint.minus (0, 0)%Z x) N with
  | Some i => Some (mul q x i) | None => None end.

Theorem Ein_holds x X : holds (power q) x X -> forall i, Ein_sum x = Some i -> holds (power q) i (Ein X).
Proof.
intros Hx i E. rewrite Ein_ratio. unfold Ein_sum in E.
destruct (sum_ratios _ _ _ _ _) as [j|] eqn:F; [|discriminate]. injection E as <-.
apply mul_holds; [exact Hx|].
eapply sum_ratios_holds; [exact Z.lt_0_1 | | | exact F].
- repeat (apply List.Forall2_cons; [split; simpl; auto; unfold holds; simpl; lra|]). apply List.Forall2_nil.
- replace (- X) with (0 - X) by ring. apply minus_holds; [unfold holds; simpl; lra | exact Hx].
Qed.
End Enclosures.

(** The number of terms z^k/k! that reach 2^-q; only a hint, so that nothing needs to be proved about it. *)
Fixpoint count_terms (fuel : nat) (z k t : Z) : Z :=
  match fuel with
  | O => k
  | S m => if (t =? 0)%Z then k else count_terms m z (k + 1) (t * z / (k + 1))
  end.
Definition terms_for (z : Z) (q : positive) : nat := Z.to_nat (2 + Z.max (2 * z) (count_terms 5000 z 0 (2 ^ Zpos q))).

(** [with_growth x p k]: calls [k] with the bits and the terms for partial sums that grow like e^|x|. *)
Ltac magnitude_of e :=
  lazymatch e with
  | IZR ?m / IZR ?d => eval vm_compute in (1 + Z.abs m / d)%Z
  | IZR ?m => eval vm_compute in (1 + Z.abs m)%Z
  | Q2R ?q => eval vm_compute in (1 + Z.abs (QArith_base.Qnum q) / Zpos (QArith_base.Qden q))%Z
  end.
Ltac with_growth x p k :=
  let H := fresh "H" in
  enclose_as x 30%positive H;
  lazymatch type of H with ?l <= _ <= ?h =>
    let m := magnitude_of l in let n := magnitude_of h in clear H;
    let z := eval vm_compute in (Z.max m n) in
    let q := eval vm_compute in (p + 32 + Z.to_pos (3 * z / 2))%positive in
    let t := eval vm_compute in (terms_for z q) in
    k q t
  end.

(** These tactics find the number of terms themselves. *)
Ltac bound_exprel N p :=
  match goal with |- context [exprel ?x] =>
    elementary x;
    with_growth x p ltac:(fun q n =>
      with_fixed x q (power q) ltac:(fun H => conclude (exprel x) (exprel_holds q n _ x H) q; clear H))
  end.

Ltac bound_Ein N p :=
  match goal with |- context [Ein ?x] =>
    elementary x;
    with_growth x p ltac:(fun q n =>
      with_fixed x q (power q) ltac:(fun H => conclude (Ein x) (Ein_holds q n _ x H) q; clear H))
  end.

Ltac bound_Ei N p :=
  match goal with |- context [RInt (fun t => exp t / t) ?b ?a] =>
    elementary b; elementary a; rewrite (Ei_difference b a) by prove_by p
  end.

Ltac bound_E1_difference N p :=
  match goal with |- context [E1 ?a - E1 ?b] =>
    elementary a; elementary b; rewrite (E1_minus a b) by prove_by p
  end.

(** The range of integration is cut where e^-X < 2^-p. *)
Ltac bound_E1 N p :=
  match goal with |- context [E1 ?x] =>
    elementary x;
    let H := fresh "H" in
    enclose_as x 30%positive H;
    lazymatch type of H with _ <= _ <= ?h =>
      let m := magnitude_of h in clear H;
      let X := eval vm_compute in (Z.max (Zpos p * 7 / 10 + 2) (m + 1)) in
      let r := fresh "r" in let Hr := fresh "Hr" in let E := fresh "E" in
      destruct (E1_split x (IZR X)) as [r [Hr E]]; [ prove_by p | prove_by p | rewrite E; clear E ]
    end
  end.
