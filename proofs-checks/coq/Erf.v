(** The error function. *)
From Coq Require Import List.
From Vlasov Require Export Elementary.
From Vlasov Require Import Series FixedPoint Hypergeometric Exponential Roots.
Import ListNotations.
Open Scope list_scope.
Open Scope R_scope.

(** The error function and its complement. *)
Definition Erf (x : R) : R := 2 / sqrt PI * RInt (fun t => exp (- (t ^ 2))) 0 x.
Definition Erfc (x : R) : R := 1 - Erf x.

(** * Derivative and series *)

Lemma ex_RInt_gauss a b : ex_RInt (fun t => exp (- (t ^ 2))) a b.
Proof.
apply (ex_RInt_continuous (fun t => exp (- (t ^ 2)))). intros t _.
apply (ex_derive_continuous (fun t => exp (- (t ^ 2)))). auto_derive. exact I.
Qed.

Theorem Erf_derive x : is_derive Erf x (2 / sqrt PI * exp (- (x ^ 2))).
Proof.
apply (is_derive_scal (fun x => RInt (fun t => exp (- (t ^ 2))) 0 x) x (2 / sqrt PI)).
apply (is_derive_RInt (fun t => exp (- (t ^ 2))) (fun x => RInt (fun t => exp (- (t ^ 2))) 0 x) 0 x).
- exists (mkposreal 1 Rlt_0_1). intros y _. apply (RInt_correct (fun t => exp (- (t ^ 2)))), ex_RInt_gauss.
- apply (ex_derive_continuous (fun t => exp (- (t ^ 2)))). auto_derive. exact I.
Qed.

Lemma Erfc_derive x : is_derive Erfc x (- (2 / sqrt PI * exp (- (x ^ 2)))).
Proof.
replace (- (2 / sqrt PI * exp (- (x ^ 2)))) with (0 - 2 / sqrt PI * exp (- (x ^ 2))) by ring.
apply (is_derive_minus (K := R_AbsRing) (V := R_NormedModule) (fun _ => 1) Erf); [apply (is_derive_const (K := R_AbsRing) (V := R_NormedModule)) | apply Erf_derive].
Qed.

#[export] Hint Resolve Erf_derive Erfc_derive : derivatives.

(** The integral of exp(-t^2) from 0 to x is the sum of (-1)^k x^(2k+1) / (k! (2k+1)). *)
Definition c_gauss (k : nat) : R := (-1) ^ k / (INR (fact k) * (2 * INR k + 1)).

Lemma radius_gauss : CV_radius c_gauss = p_infty.
Proof.
assert (A : forall k, Rabs (c_gauss k) = / (INR (fact k) * (2 * INR k + 1))).
{ intros k. pose proof (INR_fact_lt_0 k). pose proof (pos_INR k).
  unfold c_gauss, Rdiv. rewrite Rabs_mult, pow_1_abs, Rmult_1_l, Rabs_inv, Rabs_pos_eq; [reflexivity|].
  apply Rmult_le_pos; lra. }
apply radius_infinite; intros k; pose proof (INR_fact_lt_0 k); pose proof (pos_INR k).
- intros E. pose proof (A k) as B. rewrite E, Rabs_R0 in B.
  assert (0 < / (INR (fact k) * (2 * INR k + 1))) by (apply Rinv_0_lt_compat, Rmult_lt_0_compat; lra). lra.
- rewrite !A, fact_simpl, mult_INR, S_INR.
  replace (/ ((INR k + 1) * INR (fact k) * (2 * (INR k + 1) + 1)) * (INR k + 1)) with (/ (INR (fact k) * (2 * INR k + 3))) by (field; repeat split; lra).
  apply Rinv_le_contravar; [apply Rmult_lt_0_compat; lra | apply Rmult_le_compat_l; lra].
Qed.

Definition gauss_series (x : R) : R := x * PSeries c_gauss (x ^ 2).

Lemma gauss_series_derive x : is_derive gauss_series x (exp (- (x ^ 2))).
Proof.
assert (D : forall y, is_derive (PSeries c_gauss) y (PSeries (PS_derive c_gauss) y)).
{ intros y. apply is_derive_PSeries. rewrite radius_gauss. exact I. }
assert (H : is_derive gauss_series x (1 * PSeries c_gauss (x ^ 2) + x * (2 * x * PSeries (PS_derive c_gauss) (x ^ 2)))).
{ unfold gauss_series.
  apply (is_derive_mult (K := R_AbsRing) (fun x => x) (fun x => PSeries c_gauss (x ^ 2)));
    [apply (is_derive_id (K := R_AbsRing)) | | intros; apply Rmult_comm].
  apply (is_derive_comp (PSeries c_gauss) (fun x => x ^ 2) x (PSeries (PS_derive c_gauss) (x ^ 2)) (2 * x)); [apply D|].
  auto_derive; [exact I | ring]. }
replace (exp (- (x ^ 2))) with (1 * PSeries c_gauss (x ^ 2) + x * (2 * x * PSeries (PS_derive c_gauss) (x ^ 2))); [exact H|].
rewrite Rmult_1_l. replace (x * (2 * x * PSeries (PS_derive c_gauss) (x ^ 2))) with (2 * ((x ^ 2) * PSeries (PS_derive c_gauss) (x ^ 2))) by ring.
set (y := x ^ 2).
pose proof (is_exp_Reals (- y)) as E. apply is_pseries_unique in E. rewrite <- E. clear E.
rewrite <- (PSeries_incr_1 (PS_derive c_gauss) y).
assert (C1 : ex_pseries c_gauss y) by (apply CV_radius_inside; rewrite radius_gauss; exact I).
assert (C2 : ex_pseries (PS_incr_1 (PS_derive c_gauss)) y)
  by (apply CV_radius_inside; rewrite CV_radius_incr_1, CV_radius_derive, radius_gauss; exact I).
rewrite <- PSeries_scal. rewrite <- PSeries_plus; [|exact C1 | apply ex_pseries_scal; [apply Rmult_comm | exact C2]].
apply Series_ext. intros k. unfold PS_plus, PS_scal, plus, scal; simpl. unfold mult; simpl.
replace (- y) with ((-1) * y) by ring. rewrite Rpow_mult_distr.
destruct k as [|k]; simpl PS_incr_1.
- unfold c_gauss, zero; simpl. field.
- unfold PS_derive, c_gauss. pose proof (INR_fact_lt_0 (S k)). rewrite S_INR in *. pose proof (pos_INR k). field. lra.
Qed.

Theorem Erf_series x : Erf x = 2 / sqrt PI * gauss_series x.
Proof.
unfold Erf. f_equal. apply is_RInt_unique.
replace (gauss_series x) with (gauss_series x - gauss_series 0) by (unfold gauss_series; ring).
apply (is_RInt_derive gauss_series (fun t => exp (- (t ^ 2)))).
- intros t _. apply gauss_series_derive.
- intros t _. apply (ex_derive_continuous (fun t => exp (- (t ^ 2)))). auto_derive. exact I.
Qed.

Theorem Erf_ratio x : Erf x = 2 / sqrt PI * (x * ratio_sum (ratio [(Some (1 / 2), 3 / 2); (None, 1)] (- (x ^ 2))) 0).
Proof.
rewrite Erf_series. unfold gauss_series, PSeries.
rewrite (Series_by_ratio _ (ratio [(Some (1 / 2), 3 / 2); (None, 1)] (- (x ^ 2)))).
- unfold c_gauss at 1. simpl. field. apply Rgt_not_eq, sqrt_lt_R0, PI_RGT_0.
- intros k. unfold c_gauss. cbn [ratio List.fold_right]. unfold factor; cbn [fst snd].
  rewrite <- !tech_pow_Rmult. rewrite fact_simpl, mult_INR, S_INR.
  pose proof (pos_INR k). pose proof (INR_fact_lt_0 k). simpl. field. repeat split; lra.
Qed.

(** * Enclosures *)

Section Enclosures.
Variables (q : positive) (N : nat).

Definition gauss_sum (x : Z * Z) : option (Z * Z) :=
  match sum_ratios q 2 [(Some (1, 1)%Z, (3, 3)%Z); (None, (2, 2)%Z)] (FixedPoint.minus (0, 0)%Z (mul q x x)) N with
  | Some i => Some (mul q x i) | None => None end.

Theorem gauss_holds x X : holds (power q) x X ->
  forall i, gauss_sum x = Some i -> holds (power q) i (X * ratio_sum (ratio [(Some (1 / 2), 3 / 2); (None, 1)] (- (X ^ 2))) 0).
Proof.
intros Hx i E. unfold gauss_sum in E.
destruct (sum_ratios _ _ _ _ _) as [j|] eqn:F; [|discriminate]. injection E as <-.
apply mul_holds; [exact Hx|].
eapply sum_ratios_holds; [exact Z.lt_0_2 | | | exact F].
- repeat (apply List.Forall2_cons; [split; simpl; auto; unfold holds; simpl; lra|]). apply List.Forall2_nil.
- replace (- (X ^ 2)) with (0 - X * X) by ring. apply minus_holds; [unfold holds; simpl; lra | now apply mul_holds].
Qed.
End Enclosures.

Ltac bound_Erf N p :=
  match goal with
  | |- context [Erfc ?x] => elementary x; unfold Erfc
  | |- context [Erf ?x] =>
    elementary x; rewrite (Erf_ratio x);
    let y := constr:(x * x) in
    with_growth y p ltac:(fun q n =>
      with_fixed x q (power q) ltac:(fun H =>
        conclude (x * ratio_sum (ratio [(Some (1 / 2), 3 / 2); (None, 1)] (- (x ^ 2))) 0) (gauss_holds q n _ x H) q; clear H))
  end.
