(** Hypergeometric series 0F1, 1F1, 2F1: definitions, derivative and bounds of 0F1, enclosures. *)
From Coq Require Import Reals Lra Lia ZArith QArith Qreals List.
From Coquelicot Require Import Coquelicot.
From Vlasov Require Import Series FixedPoint Elementary.
Import ListNotations.
Close Scope Q_scope.
Open Scope R_scope.

(** Rising factorial  a (a+1) ... (a+k-1). *)
Fixpoint rising (a : R) (k : nat) : R :=
  match k with O => 1 | S j => rising a j * (a + INR j) end.

(** 0F1(; b; z) = sum over k of  z^k / ((b)_k k!). *)
Definition Hypergeometric0F1 (b z : R) : R :=
  Series (fun k => z ^ k / (rising b k * INR (fact k))).

(** 1F1(a; b; z) = sum over k of  (a)_k z^k / ((b)_k k!). *)
Definition Hypergeometric1F1 (a b z : R) : R :=
  Series (fun k => rising a k * z ^ k / (rising b k * INR (fact k))).

(** 2F1(a, b; c; z) = sum over k of  (a)_k (b)_k z^k / ((c)_k k!), for |z| < 1. *)
Definition Hypergeometric2F1 (a b c z : R) : R :=
  Series (fun k => rising a k * rising b k * z ^ k / (rising c k * INR (fact k))).

(** * Rising factorials *)

Lemma rising_pos a k : 0 < a -> 0 < rising a k.
Proof.
intros H. induction k as [|k IH]; simpl; [lra|].
pose proof (pos_INR k). apply Rmult_lt_0_compat; lra.
Qed.

Lemma rising_first a k : rising a (S k) = a * rising (a + 1) k.
Proof.
induction k as [|k IH]; [simpl; ring|].
change (rising a (S (S k))) with (rising a (S k) * (a + INR (S k))). rewrite IH, S_INR. simpl. ring.
Qed.

Lemma rising_le a b k : 0 < a -> a <= b -> rising a k <= rising b k.
Proof.
intros Ha Hb. induction k as [|k IH]; simpl; [lra|].
pose proof (pos_INR k). pose proof (rising_pos a k Ha). apply Rmult_le_compat; lra.
Qed.

Lemma INR_fact_S k : INR (fact (S k)) = (1 + INR k) * INR (fact k).
Proof. rewrite fact_simpl, mult_INR, S_INR. ring. Qed.

Lemma fact_INR_pos k : 0 < INR (fact k).
Proof. apply INR_fact_lt_0. Qed.

(** * As sums by ratios *)

Theorem Hypergeometric0F1_ratio b z : 0 < b ->
  Hypergeometric0F1 b z = ratio_sum (ratio [(None, b); (None, 1)] z) 0.
Proof.
intros Hb. unfold Hypergeometric0F1. rewrite (Series_by_ratio _ (ratio [(None, b); (None, 1)] z)).
- simpl. field.
- intros k. rewrite INR_fact_S. cbn [ratio fold_right factor fst snd rising pow].
  pose proof (rising_pos b k Hb). pose proof (pos_INR k). pose proof (fact_INR_pos k). unfold factor; simpl.
  field. repeat split; lra.
Qed.

Theorem Hypergeometric1F1_ratio a b z : 0 < b ->
  Hypergeometric1F1 a b z = ratio_sum (ratio [(Some a, b); (None, 1)] z) 0.
Proof.
intros Hb. unfold Hypergeometric1F1. rewrite (Series_by_ratio _ (ratio [(Some a, b); (None, 1)] z)).
- simpl. field.
- intros k. rewrite INR_fact_S. cbn [ratio fold_right rising pow].
  pose proof (rising_pos b k Hb). pose proof (pos_INR k). pose proof (fact_INR_pos k). unfold factor; simpl.
  field. repeat split; lra.
Qed.

Theorem Hypergeometric2F1_ratio a b c z : 0 < c ->
  Hypergeometric2F1 a b c z = ratio_sum (ratio [(Some a, c); (Some b, 1)] z) 0.
Proof.
intros Hc. unfold Hypergeometric2F1. rewrite (Series_by_ratio _ (ratio [(Some a, c); (Some b, 1)] z)).
- simpl. field.
- intros k. rewrite INR_fact_S. cbn [ratio fold_right rising pow].
  pose proof (rising_pos c k Hc). pose proof (pos_INR k). pose proof (fact_INR_pos k). unfold factor; simpl.
  field. repeat split; lra.
Qed.

(** * 0F1: convergence, derivative, bounds *)

Definition coefficient0F1 (b : R) (k : nat) : R := / (rising b k * INR (fact k)).

Lemma coefficient0F1_pos b k : 0 < b -> 0 < coefficient0F1 b k.
Proof. intros H. apply Rinv_0_lt_compat, Rmult_lt_0_compat; [now apply rising_pos | apply fact_INR_pos]. Qed.

Lemma Hypergeometric0F1_PSeries b z : Hypergeometric0F1 b z = PSeries (coefficient0F1 b) z.
Proof. apply Series_ext. intros k. unfold coefficient0F1, Rdiv. ring. Qed.

Lemma coefficient0F1_S b k : 0 < b ->
  coefficient0F1 b (S k) = coefficient0F1 b k * / ((b + INR k) * (1 + INR k)).
Proof.
intros Hb. unfold coefficient0F1. rewrite INR_fact_S. simpl rising.
pose proof (rising_pos b k Hb). pose proof (pos_INR k). pose proof (fact_INR_pos k).
field. repeat split; lra.
Qed.

Lemma radius0F1 b : 0 < b -> CV_radius (coefficient0F1 b) = p_infty.
Proof.
intros Hb. apply CV_radius_infinite_DAlembert.
- intros n. apply Rgt_not_eq, coefficient0F1_pos, Hb.
- apply (is_lim_seq_le_le (fun _ => 0) _ (fun n => / b * / INR (S n))).
  + intros n. pose proof (coefficient0F1_pos b n Hb). rewrite coefficient0F1_S by assumption.
    replace (coefficient0F1 b n * / ((b + INR n) * (1 + INR n)) / coefficient0F1 b n)
      with (/ ((b + INR n) * (1 + INR n))) by (pose proof (pos_INR n); field; repeat split; lra).
    split; [apply Rabs_pos|]. pose proof (pos_INR n).
    assert (0 < (b + INR n) * (1 + INR n)) by (apply Rmult_lt_0_compat; lra).
    rewrite Rabs_pos_eq by (apply Rlt_le, Rinv_0_lt_compat; lra).
    rewrite S_INR, <- Rinv_mult. apply Rinv_le_contravar; [apply Rmult_lt_0_compat; lra|].
    rewrite (Rplus_comm (INR n)). apply Rmult_le_compat_r; lra.
  + apply is_lim_seq_const.
  + replace (Finite 0) with (Rbar_mult (/ b) 0) by (simpl; f_equal; ring).
    apply is_lim_seq_scal_l. replace (Finite 0) with (Rbar_inv p_infty) by reflexivity.
    apply is_lim_seq_inv; [|discriminate]. apply -> is_lim_seq_incr_1. apply is_lim_seq_INR.
Qed.

Lemma ex_0F1 b z : 0 < b -> ex_series (fun k => z ^ k / (rising b k * INR (fact k))).
Proof.
intros Hb. assert (E : ex_pseries (coefficient0F1 b) z).
{ apply CV_radius_inside. rewrite radius0F1 by assumption. exact I. }
apply ex_pseries_R in E. eapply ex_series_ext; [|exact E].
intros k. unfold coefficient0F1, Rdiv. simpl. ring.
Qed.

Theorem Hypergeometric0F1_derive b z : 0 < b ->
  is_derive (Hypergeometric0F1 b) z (Hypergeometric0F1 (b + 1) z / b).
Proof.
intros Hb. apply (is_derive_ext (PSeries (coefficient0F1 b))).
{ intros t. symmetry. apply Hypergeometric0F1_PSeries. }
replace (Hypergeometric0F1 (b + 1) z / b) with (PSeries (PS_derive (coefficient0F1 b)) z).
- apply is_derive_PSeries. rewrite radius0F1 by assumption. exact I.
- rewrite Hypergeometric0F1_PSeries. unfold PSeries, Rdiv. rewrite Rmult_comm, <- Series_scal_l.
  apply Series_ext. intros k. unfold PS_derive, coefficient0F1. rewrite rising_first, INR_fact_S, S_INR.
  pose proof (rising_pos (b + 1) k ltac:(lra)). pose proof (pos_INR k). pose proof (fact_INR_pos k).
  field. repeat split; lra.
Qed.

Lemma term0F1_pos b z k : 0 < b -> 0 <= z -> 0 <= z ^ k / (rising b k * INR (fact k)).
Proof.
intros Hb Hz. apply Rmult_le_pos; [now apply pow_le|].
apply Rlt_le, (coefficient0F1_pos b k Hb).
Qed.

Theorem Hypergeometric0F1_ge_1 b z : 0 < b -> 0 <= z -> 1 <= Hypergeometric0F1 b z.
Proof.
intros Hb Hz. unfold Hypergeometric0F1. rewrite Series_incr_1 by now apply ex_0F1.
assert (0 <= Series (fun k => z ^ S k / (rising b (S k) * INR (fact (S k))))).
{ rewrite <- (Rmult_0_l (Series (fun _ => 0))), <- Series_scal_l.
  apply Series_le; [intros k; rewrite Rmult_0_l; split; [lra | now apply term0F1_pos]|].
  apply (ex_series_incr_1 (fun k => z ^ k / (rising b k * INR (fact k)))). now apply ex_0F1. }
simpl pow at 1. simpl rising at 1. simpl fact at 1. simpl INR at 1. lra.
Qed.

Theorem Hypergeometric0F1_increasing b z w : 0 < b -> 0 <= z <= w -> Hypergeometric0F1 b z <= Hypergeometric0F1 b w.
Proof.
intros Hb [Hz Hw]. apply Series_le; [|now apply ex_0F1]. intros k. split; [now apply term0F1_pos|].
apply Rmult_le_compat_r; [apply Rlt_le, (coefficient0F1_pos b k Hb) | now apply pow_incr].
Qed.

Theorem Hypergeometric0F1_decreasing b c z : 0 < b -> b <= c -> 0 <= z -> Hypergeometric0F1 c z <= Hypergeometric0F1 b z.
Proof.
intros Hb Hc Hz. apply Series_le; [|now apply ex_0F1]. intros k. split; [apply term0F1_pos; lra|].
apply Rmult_le_compat_l; [now apply pow_le|]. apply Rinv_le_contravar.
- apply Rmult_lt_0_compat; [now apply rising_pos | apply fact_INR_pos].
- apply Rmult_le_compat_r; [apply Rlt_le, fact_INR_pos | now apply rising_le].
Qed.

Lemma Hypergeometric0F1_0 b : 0 < b -> Hypergeometric0F1 b 0 = 1.
Proof.
intros Hb. rewrite Hypergeometric0F1_PSeries, PSeries_0. unfold coefficient0F1. simpl. field.
Qed.

(** * Enclosures *)

Section Enclosures.
Variables (q : positive) (d : Z) (N : nat).
Hypothesis d0 : (0 < d)%Z.

Lemma sum_ratios_bottom a b f z i B : sum_ratios q d ((a, b) :: f) z N = Some i -> holds d b B -> 0 < B.
Proof.
unfold sum_ratios, sum_exactly. cbn [forallb fst snd].
destruct (0 <? fst b)%Z eqn:E; [|discriminate]. intros _ H. apply Z.ltb_lt in E. exact (bottom_pos d b B d0 E H).
Qed.

Theorem Hypergeometric0F1_holds b z B Z0 : holds d b B -> holds (power q) z Z0 ->
  forall i, sum_ratios q d [(None, b); (None, (d, d))] z N = Some i -> holds (power q) i (Hypergeometric0F1 B Z0).
Proof.
intros Hb Hz i E. rewrite Hypergeometric0F1_ratio by exact (sum_ratios_bottom _ _ _ _ _ _ E Hb).
eapply sum_ratios_holds; [exact d0 | | exact Hz | exact E].
repeat (apply List.Forall2_cons; [split; simpl; auto; unfold holds; simpl; lra|]). apply List.Forall2_nil.
Qed.

Theorem Hypergeometric1F1_holds a b z A B Z0 : holds d a A -> holds d b B -> holds (power q) z Z0 ->
  forall i, sum_ratios q d [(Some a, b); (None, (d, d))] z N = Some i -> holds (power q) i (Hypergeometric1F1 A B Z0).
Proof.
intros Ha Hb Hz i E. rewrite Hypergeometric1F1_ratio by exact (sum_ratios_bottom _ _ _ _ _ _ E Hb).
eapply sum_ratios_holds; [exact d0 | | exact Hz | exact E].
repeat (apply List.Forall2_cons; [split; simpl; auto; unfold holds; simpl; lra|]). apply List.Forall2_nil.
Qed.

Theorem Hypergeometric2F1_holds a b c z A B C Z0 : holds d a A -> holds d b B -> holds d c C -> holds (power q) z Z0 ->
  forall i, sum_ratios q d [(Some a, c); (Some b, (d, d))] z N = Some i ->
  holds (power q) i (Hypergeometric2F1 A B C Z0).
Proof.
intros Ha Hb Hc Hz i E. rewrite Hypergeometric2F1_ratio by exact (sum_ratios_bottom _ _ _ _ _ _ E Hc).
eapply sum_ratios_holds; [exact d0 | | exact Hz | exact E].
repeat (apply List.Forall2_cons; [split; simpl; auto; unfold holds; simpl; lra|]). apply List.Forall2_nil.
Qed.
End Enclosures.

(** * Tactics *)

(** Guard bits above the asked precision. *)
Ltac working p := eval vm_compute in (p + 32)%positive.

(** [rational e]: the value of an expression of literals. *)
Ltac rational e :=
  lazymatch e with
  | IZR ?z => constr:(inject_Z z)
  | Q2R ?r => constr:(r)
  | ?a + ?b => let x := rational a in let y := rational b in constr:(Qplus x y)
  | ?a - ?b => let x := rational a in let y := rational b in constr:(Qminus x y)
  | ?a * ?b => let x := rational a in let y := rational b in constr:(Qmult x y)
  | ?a / ?b => let x := rational a in let y := rational b in constr:(Qdiv x y)
  | - ?a => let x := rational a in constr:(Qopp x)
  end.

Lemma as_quotient m : IZR m = IZR m / IZR 1.
Proof. simpl. field. Qed.

(** [with_fixed e q s k]: encloses [e] with [q] bits and calls [k H], where [H : holds s (l, h) e], [s] being [power q]. *)
Ltac with_fixed e q s k :=
  let B := fresh "B" in let F := fresh "F" in
  enclose_as e q B;
  lazymatch type of B with ?l <= _ <= ?h =>
    let dl := match l with IZR _ / IZR ?d => d | IZR _ => constr:(1%Z) end in
    let dh := match h with IZR _ / IZR ?d => d | IZR _ => constr:(1%Z) end in
    let ml := match l with IZR ?m / IZR _ => m | IZR ?m => m end in
    let mh := match h with IZR ?m / IZR _ => m | IZR ?m => m end in
    let i := eval vm_compute in (floor_div (ml * s) dl, ceil_div (mh * s) dh) in
    assert (F : holds s i e);
    [ let E := fresh "E" in
      assert (E : (floor_div (ml * s) dl, ceil_div (mh * s) dh) = i) by (vm_cast_no_check (eq_refl i));
      rewrite <- E; clear E;
      apply (holds_of_bounds s ml dl mh dh e (power_pos q) eq_refl eq_refl);
      rewrite <- ?as_quotient; exact B
    | clear B; k F ]
  end.

(** [with_parameter e q d k]: the same over the scale [d], exactly when [e] is rational. *)
Ltac with_parameter e q d k :=
  first [
    let r := rational e in
    let n := eval vm_compute in (Qnum r * d / Zpos (Qden r))%Z in
    let F := fresh "F" in
    assert (F : holds d (n, n) e) by (unfold holds, Q2R; simpl; lra); k F
  | with_fixed e q d k ].

(** A common denominator of two parameters, or the working scale when they are not rational. *)
Ltac common_scale a b q :=
  match constr:(Set) with
  | _ => let x := rational a in let y := rational b in
      eval vm_compute in (Z.lcm (Zpos (Qden (Qred x))) (Zpos (Qden (Qred y))))
  | _ => constr:(power q)
  end.

(** [conclude call lem q]: where [lem : forall i, computation = Some i -> holds (power q) i call], the call becomes a bounded variable. *)
Ltac conclude call lem q :=
  lazymatch type of (lem (0%Z, 0%Z)) with ?c = _ -> _ =>
    let v := eval vm_compute in c in
    lazymatch v with
    | Some (?l, ?h) =>
        let E := fresh "E" in let B := fresh "B" in
        let s := eval vm_compute in (power q) in
        assert (B : IZR l / IZR s <= call <= IZR h / IZR s);
        [ assert (E : power q = s) by (vm_cast_no_check (eq_refl s)); rewrite <- E;
          apply (bounds_of_holds (power q) l h call (power_pos q)), lem;
          vm_cast_no_check (eq_refl (Some (l, h)))
        | forget call ]
    | None => fail 2 "more terms are needed for" call
    end
  end.

Ltac bound_Hypergeometric0F1 N p :=
  match goal with |- context [Hypergeometric0F1 ?b ?z] =>
    elementary b; elementary z;
    let n := nat_of N in let p := positive_of p in let q := working p in let d := common_scale b b q in
    with_parameter b q d ltac:(fun Hb => with_fixed z q (power q) ltac:(fun Hz =>
      conclude (Hypergeometric0F1 b z) (Hypergeometric0F1_holds q d n eq_refl _ _ b z Hb Hz) q; clear Hb Hz))
  end.

Ltac bound_Hypergeometric1F1 N p :=
  match goal with |- context [Hypergeometric1F1 ?a ?b ?z] =>
    elementary a; elementary b; elementary z;
    let n := nat_of N in let p := positive_of p in let q := working p in let d := common_scale a b q in
    with_parameter a q d ltac:(fun Ha => with_parameter b q d ltac:(fun Hb => with_fixed z q (power q) ltac:(fun Hz =>
      conclude (Hypergeometric1F1 a b z) (Hypergeometric1F1_holds q d n eq_refl _ _ _ a b z Ha Hb Hz) q; clear Ha Hb Hz)))
  end.

Ltac bound_Hypergeometric2F1 N p :=
  match goal with |- context [Hypergeometric2F1 ?a ?b ?c ?z] =>
    elementary a; elementary b; elementary c; elementary z;
    let n := nat_of N in let p := positive_of p in let q := working p in
    let ab := common_scale a b q in let ac := common_scale a c q in
    let d := match constr:(Set) with _ => let _ := rational a in let _ := rational b in let _ := rational c in
               eval vm_compute in (Z.lcm ab ac) | _ => constr:(power q) end in
    with_parameter a q d ltac:(fun Ha => with_parameter b q d ltac:(fun Hb => with_parameter c q d ltac:(fun Hc =>
      with_fixed z q (power q) ltac:(fun Hz =>
      conclude (Hypergeometric2F1 a b c z) (Hypergeometric2F1_holds q d n eq_refl _ _ _ _ a b c z Ha Hb Hc Hz) q;
      clear Ha Hb Hc Hz))))
  end.
