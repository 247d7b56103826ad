(** Intervals with integer end-points over a common scale, and hypergeometric sums in them, computed by the kernel.
    [holds s (l, h) x] says  l/s <= x <= h/s; the scale s is a power of two. Only Z is used: no primitive type is trusted. *)
From Coq Require Import Reals Lra Lia ZArith List Bool.
From Coquelicot Require Import Coquelicot.
From Vlasov Require Import Series.
Import ListNotations.
Open Scope R_scope.

Definition holds (s : Z) (i : Z * Z) (x : R) : Prop := IZR (fst i) <= x * IZR s <= IZR (snd i).

(** Division rounded down and up. *)
Definition floor_div (a b : Z) : Z := (a / b)%Z.
Definition ceil_div (a b : Z) : Z := (- ((- a) / b))%Z.

Lemma floor_div_le a b : (0 < b)%Z -> IZR (floor_div a b) * IZR b <= IZR a.
Proof. intros H. rewrite <- mult_IZR. apply IZR_le. unfold floor_div. rewrite Z.mul_comm. now apply Z.mul_div_le. Qed.

Lemma ceil_div_ge a b : (0 < b)%Z -> IZR a <= IZR (ceil_div a b) * IZR b.
Proof.
intros H. rewrite <- mult_IZR. apply IZR_le. unfold ceil_div.
pose proof (Z.mul_div_le (- a) b H). lia.
Qed.

(** * Products and quotients *)

Definition product (x y : Z * Z) : Z * Z :=
  let '(xl, xh) := x in let '(yl, yh) := y in
  if (0 <=? xl)%Z && (0 <=? yl)%Z then ((xl * yl)%Z, (xh * yh)%Z)
  else let a := (xl * yl)%Z in let b := (xl * yh)%Z in let c := (xh * yl)%Z in let d := (xh * yh)%Z in
       (Z.min (Z.min a b) (Z.min c d), Z.max (Z.max a b) (Z.max c d)).

(** The quotient by [d > 0] of a number in [p]. *)
Definition quotient (p d : Z * Z) : Z * Z :=
  let '(pl, ph) := p in let '(dl, dh) := d in
  ((if 0 <=? pl then floor_div pl dh else floor_div pl dl)%Z,
   (if 0 <=? ph then ceil_div ph dl else ceil_div ph dh)%Z).

Definition inside (i : Z * Z) (x : R) : Prop := IZR (fst i) <= x <= IZR (snd i).

Lemma between_ends (l h x y : R) : l <= x <= h -> Rmin (l * y) (h * y) <= x * y <= Rmax (l * y) (h * y).
Proof.
intros [H1 H2]. destruct (Rle_dec 0 y) as [p|p].
- rewrite Rmin_left, Rmax_right by (apply Rmult_le_compat_r; lra). split; apply Rmult_le_compat_r; lra.
- rewrite Rmin_right, Rmax_left by (apply Rmult_le_compat_neg_l with (r := y) in H1; apply Rmult_le_compat_neg_l with (r := y) in H2; lra).
  split; rewrite <- !(Rmult_comm y); apply Rmult_le_compat_neg_l; lra.
Qed.

Lemma product_inside x y X Y : inside x X -> inside y Y -> inside (product x y) (X * Y).
Proof.
destruct x as [xl xh], y as [yl yh]. unfold inside, product. simpl fst; simpl snd. intros Hx Hy.
destruct ((0 <=? xl)%Z && (0 <=? yl)%Z) eqn:E.
- apply andb_prop in E. destruct E as [E1 E2]. apply Z.leb_le, IZR_le in E1. apply Z.leb_le, IZR_le in E2.
  simpl. rewrite !mult_IZR. split; apply Rmult_le_compat; lra.
- clear E. set (a := (xl * yl)%Z). set (b := (xl * yh)%Z). set (c := (xh * yl)%Z). set (d := (xh * yh)%Z). simpl.
  assert (Ha : IZR a = IZR yl * IZR xl) by (unfold a; rewrite mult_IZR; ring).
  assert (Hb : IZR b = IZR yh * IZR xl) by (unfold b; rewrite mult_IZR; ring).
  assert (Hc : IZR c = IZR yl * IZR xh) by (unfold c; rewrite mult_IZR; ring).
  assert (Hd : IZR d = IZR yh * IZR xh) by (unfold d; rewrite mult_IZR; ring).
  pose proof (between_ends _ _ X Y Hx) as [P1 P2].
  pose proof (between_ends _ _ Y (IZR xl) Hy) as [Q1 Q2]. pose proof (between_ends _ _ Y (IZR xh) Hy) as [S1 S2].
  rewrite <- Ha, <- Hb in Q1, Q2. rewrite <- Hc, <- Hd in S1, S2.
  rewrite !(Rmult_comm Y) in *.
  set (m := Z.min (Z.min a b) (Z.min c d)). set (M := Z.max (Z.max a b) (Z.max c d)).
  assert (m1 : IZR m <= IZR a /\ IZR m <= IZR b /\ IZR m <= IZR c /\ IZR m <= IZR d)
    by (repeat split; apply IZR_le; unfold m; lia).
  assert (M1 : IZR a <= IZR M /\ IZR b <= IZR M /\ IZR c <= IZR M /\ IZR d <= IZR M)
    by (repeat split; apply IZR_le; unfold M; lia).
  clearbody m M a b c d.
  unfold Rmin, Rmax in *.
  repeat match goal with H : context [Rle_dec ?u ?v] |- _ => destruct (Rle_dec u v) end; lra.
Qed.

Lemma quotient_inside p d P D : (0 < fst d)%Z -> inside p P -> inside d D -> inside (quotient p d) (P / D).
Proof.
destruct p as [pl ph], d as [dl dh]. unfold inside, quotient. simpl fst; simpl snd. intros H0 [Hp1 Hp2] [Hd1 Hd2].
pose proof (IZR_lt _ _ H0) as h0. assert (H1 : (0 < dh)%Z) by (apply lt_IZR; lra).
assert (D0 : 0 < D) by lra.
split.
- apply Rmult_le_reg_r with D; [exact D0|]. replace (P / D * D) with P by (field; lra).
  destruct (0 <=? pl)%Z eqn:E.
  + apply Z.leb_le in E. pose proof (floor_div_le pl dh H1) as F.
    assert (0 <= IZR (floor_div pl dh)) by (apply IZR_le; unfold floor_div; apply Z.div_pos; lia).
    assert (IZR (floor_div pl dh) * D <= IZR (floor_div pl dh) * IZR dh) by (apply Rmult_le_compat_l; lra). lra.
  + apply Z.leb_gt in E. pose proof (floor_div_le pl dl H0) as F.
    assert (IZR (floor_div pl dl) <= 0).
    { apply IZR_le. unfold floor_div. apply Z.lt_le_incl, Z.div_lt_upper_bound; lia. }
    assert (IZR (floor_div pl dl) * D <= IZR (floor_div pl dl) * IZR dl) by (apply Rmult_le_compat_neg_l; lra).
    lra.
- apply Rmult_le_reg_r with D; [exact D0|]. replace (P / D * D) with P by (field; lra).
  destruct (0 <=? ph)%Z eqn:E.
  + apply Z.leb_le in E. pose proof (ceil_div_ge ph dl H0) as F.
    assert (0 <= IZR (ceil_div ph dl)).
    { apply IZR_le. unfold ceil_div. assert ((- ph) / dl <= 0)%Z by (apply Z.div_le_upper_bound; lia). lia. }
    assert (IZR (ceil_div ph dl) * IZR dl <= IZR (ceil_div ph dl) * D) by (apply Rmult_le_compat_l; lra). lra.
  + apply Z.leb_gt in E. pose proof (ceil_div_ge ph dh H1) as F.
    assert (IZR (ceil_div ph dh) <= 0).
    { apply IZR_le. unfold ceil_div. assert (0 <= (- ph) / dh)%Z by (apply Z.div_pos; lia). lia. }
    assert (IZR (ceil_div ph dh) * IZR dh <= IZR (ceil_div ph dh) * D) by (apply Rmult_le_compat_neg_l; lra).
    lra.
Qed.

Section Scale.
Variable q : positive.
Definition power (q : positive) : Z := (2 ^ Zpos q)%Z.
Notation s := (power q).

Lemma power_pos : (0 < s)%Z.
Proof. apply Z.pow_pos_nonneg; lia. Qed.
Let sr : 0 < IZR s. Proof. apply IZR_lt, power_pos. Qed.

Definition plus (x y : Z * Z) : Z * Z := ((fst x + fst y)%Z, (snd x + snd y)%Z).
Definition minus (x y : Z * Z) : Z * Z := ((fst x - snd y)%Z, (snd x - fst y)%Z).
Definition whole (d k : Z) : Z * Z := ((k * d)%Z, (k * d)%Z).
Definition magnitude (x : Z * Z) : Z := Z.max (Z.abs (fst x)) (Z.abs (snd x)).
(** Division by the scale is a shift. *)
Definition rescale (p : Z * Z) : Z * Z :=
  (Z.shiftr (fst p) (Zpos q), (- Z.shiftr (- snd p) (Zpos q))%Z).
Definition mul (x y : Z * Z) : Z * Z := rescale (product x y).
Definition div (x y : Z * Z) : Z * Z := quotient (product (s, s) x) y.

Lemma plus_holds d x y X Y : holds d x X -> holds d y Y -> holds d (plus x y) (X + Y).
Proof. unfold holds, plus; simpl. rewrite !plus_IZR. lra. Qed.
Lemma minus_holds d x y X Y : holds d x X -> holds d y Y -> holds d (minus x y) (X - Y).
Proof. unfold holds, minus; simpl. rewrite !minus_IZR. lra. Qed.
Lemma whole_holds d k : holds d (whole d k) (IZR k).
Proof. unfold holds, whole; simpl. rewrite mult_IZR. lra. Qed.
Lemma magnitude_holds d x X : (0 < d)%Z -> holds d x X -> Rabs X * IZR d <= IZR (magnitude x).
Proof.
unfold holds. intros d0 [H1 H2]. apply IZR_lt in d0.
replace (Rabs X * IZR d) with (Rabs (X * IZR d)) by (rewrite Rabs_mult, (Rabs_pos_eq (IZR d)); lra).
assert (A : IZR (- magnitude x) <= IZR (fst x)) by (apply IZR_le; unfold magnitude; lia).
assert (B : IZR (snd x) <= IZR (magnitude x)) by (apply IZR_le; unfold magnitude; lia).
rewrite opp_IZR in A. apply Rabs_le. lra.
Qed.

Lemma rescale_inside p P : inside p P -> inside (rescale p) (P / IZR s).
Proof.
intros [H1 H2]. unfold rescale, inside; simpl fst; simpl snd. rewrite !Z.shiftr_div_pow2 by lia.
change (2 ^ Zpos q)%Z with s.
pose proof (floor_div_le (fst p) s power_pos) as F. pose proof (ceil_div_ge (snd p) s power_pos) as C.
unfold floor_div, ceil_div in *.
split; apply Rmult_le_reg_r with (IZR s); try exact sr; replace (P / IZR s * IZR s) with P by (field; lra); lra.
Qed.

Lemma mul_holds x y X Y : holds s x X -> holds s y Y -> holds s (mul x y) (X * Y).
Proof.
intros Hx Hy. unfold holds. replace (X * Y * IZR s) with (X * IZR s * (Y * IZR s) / IZR s) by (field; lra).
apply rescale_inside, product_inside; assumption.
Qed.

Lemma bottom_pos d y Y : (0 < d)%Z -> (0 < fst y)%Z -> holds d y Y -> 0 < Y.
Proof.
intros d0 H [H1 _]. apply IZR_lt in H. apply IZR_lt in d0.
apply Rmult_lt_reg_r with (IZR d); [assumption | lra].
Qed.

Lemma div_holds x y X Y : (0 < fst y)%Z -> holds s x X -> holds s y Y -> holds s (div x y) (X / Y).
Proof.
intros H0 Hx Hy. pose proof (bottom_pos s y Y power_pos H0 Hy).
unfold holds. replace (X / Y * IZR s) with (IZR s * (X * IZR s) / (Y * IZR s)) by (field; lra).
apply quotient_inside; [assumption | | exact Hy].
apply product_inside; [unfold inside; simpl; lra | exact Hx].
Qed.
End Scale.

(** * Sums with term ratio  z * product of (a + k)/(b + k) or 1/(b + k) *)

Definition factor (f : option R * R) (k : nat) : R :=
  match fst f with Some a => (a + INR k) / (snd f + INR k) | None => 1 / (snd f + INR k) end.
Definition ratio (fs : list (option R * R)) (z : R) (k : nat) : R :=
  fold_right (fun f acc => factor f k * acc) z fs.

Lemma ratio_scale fs z h k : ratio fs z k * h = fold_right (fun f acc => factor f k * acc) (z * h) fs.
Proof. induction fs as [|f fs IH]; simpl; [reflexivity|]. now rewrite Rmult_assoc, IH. Qed.

(** The parameters a, b are given over a scale d of their own, a small integer when they are plain fractions:
    that makes every division one by a short number. *)
Section Sum.
Variables (q : positive) (d : Z).
Hypothesis d0 : (0 < d)%Z.
Notation s := (power q).
Let s0 : (0 < s)%Z := power_pos q.
Let sr : 0 < IZR s. Proof. apply IZR_lt, s0. Qed.
Let dr : 0 < IZR d. Proof. now apply IZR_lt. Qed.

Definition shifted (a : Z * Z) (k : Z) : Z * Z := plus a (whole d k).
Definition apply_factor (k : Z) (f : option (Z * Z) * (Z * Z)) (h : Z * Z) : Z * Z :=
  quotient (product (match fst f with Some a => shifted a k | None => (d, d) end) h) (shifted (snd f) k).
Definition step (fs : list (option (Z * Z) * (Z * Z))) (z : Z * Z) (k : Z) (h : Z * Z) : Z * Z :=
  plus (s, s) (fold_right (apply_factor k) (mul q z h) fs).
Fixpoint run fs z (k : Z) (n : nat) (t : Z * Z) : Z * Z :=
  match n with O => t | S m => step fs z k (run fs z (k + 1) m t) end.

(** A bound of every ratio from the N-th on. *)
Definition factor_bound (N : Z) (f : option (Z * Z) * (Z * Z)) : Z :=
  let b := (fst (snd f) + N * d)%Z in
  match fst f with
  | Some a => Z.max s (ceil_div ((magnitude a + N * d) * s) b)
  | None => ceil_div (d * s) b
  end.
Definition ratio_bound fs (z : Z * Z) (N : Z) : Z :=
  fold_right (fun f acc => ceil_div (factor_bound N f * acc) s) (magnitude z) fs.

(** The sum from N terms; [None] when the terms do not shrink yet. *)
Definition sum_exactly fs z (N : nat) : option (Z * Z) :=
  let r := ratio_bound fs z (Z.of_nat N) in
  if forallb (fun f => (0 <? fst (snd f))%Z) fs && (r <? s)%Z then
    let e := ceil_div (r * s) (s - r) in Some (run fs z 0 N ((s - e)%Z, (s + e)%Z))
  else None.

(** How many of N terms matter, by logarithms. Only a guess: the enclosure is proved for whatever it is. *)
Fixpoint useful (fs : list (option (Z * Z) * (Z * Z))) (z t : Z) (k : nat) (n : nat) : nat :=
  match n with
  | O => k
  | S m => if (t <? -4)%Z then k else
      useful fs z (fold_right (fun f acc =>
        acc + match fst f with Some a => Z.log2 (magnitude (shifted a (Z.of_nat k))) + 1 | None => Z.log2 d end
            - Z.log2 (fst (snd f) + Z.of_nat k * d)) (t + z) fs)%Z (S k) m
  end.

Definition sum_ratios fs z (N : nat) : option (Z * Z) :=
  sum_exactly fs z (useful fs (Z.log2 (magnitude z) + 1 - Zpos q) (Zpos q) 0 N).

Definition factor_holds (f : option (Z * Z) * (Z * Z)) (F : option R * R) : Prop :=
  match fst f, fst F with Some a, Some A => holds d a A | None, None => True | _, _ => False end /\ holds d (snd f) (snd F).

Definition proper (fs : list (option (Z * Z) * (Z * Z))) : Prop := List.Forall (fun f => (0 < fst (snd f))%Z) fs.

Lemma shifted_holds a A k : holds d a A -> holds d (shifted a (Z.of_nat k)) (A + INR k).
Proof. intros H. rewrite INR_IZR_INZ. apply plus_holds; [assumption | apply whole_holds]. Qed.

Lemma positive_bottom b B k : (0 < fst b)%Z -> holds d b B -> 0 < B /\ (0 < fst (shifted b (Z.of_nat k)))%Z.
Proof.
intros H0 H. split; [exact (bottom_pos d b B d0 H0 H)|]. unfold shifted, plus, whole; simpl. nia.
Qed.

Lemma apply_factor_holds f F h H k : (0 < fst (snd f))%Z -> factor_holds f F -> holds s h H ->
  holds s (apply_factor (Z.of_nat k) f h) (factor F k * H).
Proof.
destruct f as [a b], F as [A B]. unfold factor_holds, apply_factor, factor. simpl fst; simpl snd. intros H0 [Ha Hb] Hh.
destruct (positive_bottom b B k H0 Hb) as [B0 b0]. pose proof (pos_INR k) as k0.
pose proof (shifted_holds b B k Hb) as Hk.
destruct a as [a|], A as [A|]; try contradiction; unfold holds.
- replace ((A + INR k) / (B + INR k) * H * IZR s) with ((A + INR k) * IZR d * (H * IZR s) / ((B + INR k) * IZR d))
    by (field; split; lra).
  apply quotient_inside; [assumption | | exact Hk].
  apply product_inside; [exact (shifted_holds a A k Ha) | exact Hh].
- replace (1 / (B + INR k) * H * IZR s) with (IZR d * (H * IZR s) / ((B + INR k) * IZR d))
    by (field; split; lra).
  apply quotient_inside; [assumption | | exact Hk].
  apply product_inside; [unfold inside; simpl; lra | exact Hh].
Qed.

Lemma step_holds fs Fs z Z0 h H k : proper fs -> List.Forall2 factor_holds fs Fs ->
  holds s z Z0 -> holds s h H -> holds s (step fs z (Z.of_nat k) h) (1 + ratio Fs Z0 k * H).
Proof.
intros Hp Hf Hz Hh. apply plus_holds; [unfold holds; simpl; lra|]. rewrite ratio_scale.
induction Hf as [|f F fs Fs HF Hf IH]; simpl.
- now apply mul_holds.
- inversion_clear Hp. apply apply_factor_holds; auto.
Qed.

Lemma run_holds fs Fs z Z0 t T : proper fs -> List.Forall2 factor_holds fs Fs ->
  holds s z Z0 -> holds s t T ->
  forall n k, holds s (run fs z (Z.of_nat k) n t) (horner (ratio Fs Z0) k n T).
Proof.
intros Hp Hf Hz Ht. induction n as [|n IH]; intros k; simpl; [exact Ht|].
apply step_holds; auto. replace (Z.of_nat k + 1)%Z with (Z.of_nat (S k)) by lia. apply IH.
Qed.

Lemma factor_bounded f F N i : (0 < fst (snd f))%Z -> factor_holds f F -> (N <= i)%nat ->
  Rabs (factor F i) * IZR s <= IZR (factor_bound (Z.of_nat N) f).
Proof.
destruct f as [a b], F as [A B]. unfold factor_holds, factor_bound, factor. simpl. intros H0 [Ha Hb] Hi.
destruct (positive_bottom b B N H0 Hb) as [B0 _].
apply le_INR in Hi. pose proof (pos_INR N) as N0. pose proof (pos_INR i) as i0.
set (c := (fst b + Z.of_nat N * d)%Z).
assert (c0 : (0 < c)%Z) by (unfold c; nia).
assert (cr : IZR c <= (B + INR N) * IZR d).
{ unfold c. rewrite plus_IZR, mult_IZR, <- INR_IZR_INZ. destruct Hb. lra. }
assert (cp : 0 < IZR c) by now apply IZR_lt.
destruct a as [a|], A as [A|]; try contradiction.
- pose proof (magnitude_holds d a A d0 Ha) as M.
  pose proof (ceil_div_ge ((magnitude a + Z.of_nat N * d) * s) c c0) as C.
  rewrite mult_IZR, plus_IZR, mult_IZR, <- INR_IZR_INZ in C.
  set (t := ceil_div ((magnitude a + Z.of_nat N * d) * s) c) in *.
  assert (Ht : IZR t <= IZR (Z.max s t)) by (apply IZR_le; lia).
  assert (Hs : IZR s <= IZR (Z.max s t)) by (apply IZR_le; lia).
  set (m := IZR (Z.max s t)) in *. clearbody m.
  unfold Rdiv. rewrite Rabs_mult, Rabs_inv, (Rabs_pos_eq (B + INR i)) by lra.
  apply Rmult_le_reg_r with (B + INR i); [lra|].
  replace (Rabs (A + INR i) * / (B + INR i) * IZR s * (B + INR i)) with (Rabs (A + INR i) * IZR s) by (field; lra).
  assert (T : Rabs (A + INR i) <= Rabs A + INR i).
  { eapply Rle_trans; [apply Rabs_triang|]. rewrite (Rabs_pos_eq (INR i)) by lra. lra. }
  pose proof (Rabs_pos A) as A0.
  apply Rle_trans with ((Rabs A + INR i) * IZR s); [apply Rmult_le_compat_r; lra|].
  (* so it is at i = N; each further step adds s <= m *)
  assert (K : (Rabs A + INR N) * IZR s <= m * (B + INR N)).
  { apply Rmult_le_reg_r with (IZR d); [exact dr|].
    apply Rle_trans with (m * IZR c); [|rewrite Rmult_assoc; apply Rmult_le_compat_l; lra].
    apply Rle_trans with (IZR t * IZR c); [|apply Rmult_le_compat_r; lra].
    eapply Rle_trans; [|exact C].
    replace ((Rabs A + INR N) * IZR s * IZR d) with ((Rabs A * IZR d + INR N * IZR d) * IZR s) by ring.
    apply Rmult_le_compat_r; lra. }
  assert ((INR i - INR N) * IZR s <= m * (INR i - INR N)) by (rewrite Rmult_comm; apply Rmult_le_compat_r; lra). lra.
- pose proof (ceil_div_ge (d * s) c c0) as C. rewrite mult_IZR in C.
  set (t := IZR (ceil_div (d * s) c)) in *. clearbody t.
  unfold Rdiv. rewrite Rmult_1_l, Rabs_inv, (Rabs_pos_eq (B + INR i)) by lra.
  apply Rmult_le_reg_r with (B + INR i); [lra|].
  replace (/ (B + INR i) * IZR s * (B + INR i)) with (IZR s) by (field; lra).
  assert (0 < t).
  { apply Rmult_lt_reg_r with (IZR c); [lra|]. pose proof (Rmult_lt_0_compat _ _ dr sr). lra. }
  apply Rmult_le_reg_r with (IZR d); [exact dr|].
  apply Rle_trans with (t * IZR c); [lra|].
  rewrite Rmult_assoc. apply Rmult_le_compat_l; [lra|].
  apply Rle_trans with ((B + INR N) * IZR d); [lra | apply Rmult_le_compat_r; lra].
Qed.

Lemma ratio_bounded fs Fs z Z0 N i : proper fs -> List.Forall2 factor_holds fs Fs ->
  holds s z Z0 -> (N <= i)%nat -> Rabs (ratio Fs Z0 i) * IZR s <= IZR (ratio_bound fs z (Z.of_nat N)).
Proof.
intros Hp Hf Hz Hi. induction Hf as [|f F fs Fs HF Hf IH]; simpl; [apply magnitude_holds; auto; exact s0|].
inversion_clear Hp. specialize (IH H0).
pose proof (factor_bounded f F N i H HF Hi) as B.
pose proof (ceil_div_ge (factor_bound (Z.of_nat N) f * ratio_bound fs z (Z.of_nat N)) s s0) as C.
apply Rmult_le_reg_r with (IZR s); [exact sr|]. eapply Rle_trans; [|exact C]. rewrite mult_IZR, Rabs_mult.
replace (Rabs (factor F i) * Rabs (ratio Fs Z0 i) * IZR s * IZR s)
  with (Rabs (factor F i) * IZR s * (Rabs (ratio Fs Z0 i) * IZR s)) by ring.
apply Rmult_le_compat; auto; apply Rmult_le_pos; (apply Rabs_pos || lra).
Qed.

Lemma sum_exactly_holds fs Fs z Z0 N i : List.Forall2 factor_holds fs Fs -> holds s z Z0 ->
  sum_exactly fs z N = Some i -> holds s i (ratio_sum (ratio Fs Z0) 0).
Proof.
intros Hf Hz. unfold sum_exactly. set (r := ratio_bound fs z (Z.of_nat N)).
destruct (forallb _ fs && (r <? s)%Z)%bool eqn:E; [|discriminate].
apply andb_prop in E. destruct E as [E1 E2]. apply Z.ltb_lt in E2.
assert (Hp : proper fs).
{ apply List.Forall_forall. intros f h. rewrite forallb_forall in E1. apply Z.ltb_lt. exact (E1 f h). }
intros [= <-].
assert (B : forall j, (N <= j)%nat -> Rabs (ratio Fs Z0 j) <= IZR r / IZR s).
{ intros j h. apply Rmult_le_reg_r with (IZR s); [exact sr|].
  replace (IZR r / IZR s * IZR s) with (IZR r) by (field; lra). now apply ratio_bounded with (fs := fs) (z := z). }
assert (r0 : 0 <= IZR r / IZR s) by (eapply Rle_trans; [apply Rabs_pos | apply (B N); lia]).
assert (r1 : IZR r / IZR s < 1).
{ apply Rmult_lt_reg_r with (IZR s); [exact sr|].
  replace (IZR r / IZR s * IZR s) with (IZR r) by (field; lra). rewrite Rmult_1_l. now apply IZR_lt. }
destruct (ratio_sum_enclosure (ratio Fs Z0) (IZR r / IZR s) N r0 r1 B) as [t [Ht ->]].
apply (run_holds fs Fs z Z0 _ t Hp Hf Hz) with (k := O).
set (e := ceil_div (r * s) (s - r)).
assert (Ee : IZR r / IZR s / (1 - IZR r / IZR s) * IZR s <= IZR e).
{ pose proof (ceil_div_ge (r * s) (s - r) ltac:(lia)) as C. rewrite mult_IZR, minus_IZR in C. fold e in C.
  apply IZR_lt in E2.
  replace (IZR r / IZR s / (1 - IZR r / IZR s) * IZR s) with (IZR r * IZR s / (IZR s - IZR r)) by (field; lra).
  apply Rmult_le_reg_r with (IZR s - IZR r); [lra|].
  replace (IZR r * IZR s / (IZR s - IZR r) * (IZR s - IZR r)) with (IZR r * IZR s) by (field; lra). exact C. }
apply Rabs_le_between in Ht.
set (x := IZR r / IZR s / (1 - IZR r / IZR s)) in *. clearbody x.
unfold holds; simpl. rewrite minus_IZR, plus_IZR.
assert ((t - 1) * IZR s <= x * IZR s) by (apply Rmult_le_compat_r; lra).
assert (- x * IZR s <= (t - 1) * IZR s) by (apply Rmult_le_compat_r; lra). lra.
Qed.

Theorem sum_ratios_holds fs Fs z Z0 N i : List.Forall2 factor_holds fs Fs -> holds s z Z0 ->
  sum_ratios fs z N = Some i -> holds s i (ratio_sum (ratio Fs Z0) 0).
Proof. apply sum_exactly_holds. Qed.
End Sum.

(** * Between the bounds that the interval tactic writes and integers *)

Lemma holds_of_bounds s l d h e x : (0 < s)%Z -> (0 < d)%Z -> (0 < e)%Z ->
  IZR l / IZR d <= x <= IZR h / IZR e -> holds s (floor_div (l * s) d, ceil_div (h * s) e) x.
Proof.
intros s0 d0 e0 [H1 H2]. pose proof (IZR_lt _ _ s0). pose proof (IZR_lt _ _ d0). pose proof (IZR_lt _ _ e0).
pose proof (floor_div_le (l * s) d d0) as F. pose proof (ceil_div_ge (h * s) e e0) as C.
rewrite mult_IZR in F, C. unfold holds; simpl. split.
- apply Rmult_le_reg_r with (IZR d); [assumption|]. eapply Rle_trans; [exact F|].
  replace (x * IZR s * IZR d) with (x * IZR d * IZR s) by ring. apply Rmult_le_compat_r; [lra|].
  apply Rmult_le_compat_r with (r := IZR d) in H1; [|lra].
  replace (IZR l / IZR d * IZR d) with (IZR l) in H1 by (field; lra). exact H1.
- apply Rmult_le_reg_r with (IZR e); [assumption|]. eapply Rle_trans; [|exact C].
  replace (x * IZR s * IZR e) with (x * IZR e * IZR s) by ring. apply Rmult_le_compat_r; [lra|].
  apply Rmult_le_compat_r with (r := IZR e) in H2; [|lra].
  replace (IZR h / IZR e * IZR e) with (IZR h) in H2 by (field; lra). exact H2.
Qed.

Lemma bounds_of_holds s l h x : (0 < s)%Z -> holds s (l, h) x -> IZR l / IZR s <= x <= IZR h / IZR s.
Proof.
intros s0 [H1 H2]. pose proof (IZR_lt _ _ s0). simpl in *.
split; apply Rmult_le_reg_r with (IZR s); try assumption;
  [replace (IZR l / IZR s * IZR s) with (IZR l) by (field; lra)
  |replace (IZR h / IZR s * IZR s) with (IZR h) by (field; lra)]; assumption.
Qed.
