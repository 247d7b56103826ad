(** Series whose terms shrink at a known rate: partial sums and proved remainders. *)
From Coq Require Import Reals Lra Lia ZArith.
From Coquelicot Require Import Coquelicot.
Open Scope R_scope.

(** [partial a n] is  a 0 + ... + a (n-1). *)
Fixpoint partial (a : nat -> R) (n : nat) : R :=
  match n with O => 0 | S m => partial a m + a m end.

Lemma Series_partial a n : ex_series a -> Series a = partial a n + Series (fun k => a (n + k)%nat).
Proof.
intros E. induction n as [|n IH]; cbn [partial].
- rewrite Rplus_0_l. apply Series_ext. reflexivity.
- rewrite IH, (Series_incr_1 (fun k => a (n + k)%nat)) by now apply (ex_series_incr_n a n).
  rewrite Nat.add_0_r, <- Rplus_assoc. f_equal. apply Series_ext. intros k. f_equal. lia.
Qed.

(** * Comparison with a geometric series *)

Section Geometric.
Variables (a g : nat -> R) (q : R) (N : nat).
Hypothesis q0 : 0 <= q.
Hypothesis q1 : q < 1.
Hypothesis Hag : forall k, (N <= k)%nat -> Rabs (a k) <= g k.
Hypothesis Hg : forall k, (N <= k)%nat -> g (S k) <= q * g k.

Lemma majorant_geometric j : g (N + j)%nat <= g N * q ^ j.
Proof.
induction j as [|j IH]; simpl; [rewrite Nat.add_0_r; lra|].
rewrite <- plus_n_Sm. eapply Rle_trans; [apply Hg; lia|].
replace (g N * (q * q ^ j)) with (q * (g N * q ^ j)) by ring.
now apply Rmult_le_compat_l.
Qed.

Lemma ex_geometric : ex_series (fun j => g N * q ^ j).
Proof. apply (ex_series_scal_l (g N) (fun j => q ^ j)), ex_series_geom. rewrite Rabs_pos_eq; lra. Qed.

Lemma term_geometric j : Rabs (a (N + j)%nat) <= g N * q ^ j.
Proof. eapply Rle_trans; [apply Hag; lia | apply majorant_geometric]. Qed.

Lemma ex_tail_Rabs : ex_series (fun j => Rabs (a (N + j)%nat)).
Proof.
apply (ex_series_le (fun j => Rabs (a (N + j)%nat)) (fun j => g N * q ^ j)); [|exact ex_geometric].
intros j. unfold norm; simpl; unfold abs; simpl. rewrite Rabs_Rabsolu. apply term_geometric.
Qed.

Theorem ex_series_majorant : ex_series a.
Proof. apply (ex_series_incr_n a N). apply ex_series_Rabs, ex_tail_Rabs. Qed.

(** |a_k| <= g_k and g_(k+1) <= q g_k for k >= N: what is left of the sum after N terms. *)
Theorem Series_majorant : Rabs (Series a - partial a N) <= g N / (1 - q).
Proof.
rewrite (Series_partial a N ex_series_majorant).
replace (partial a N + Series (fun k => a (N + k)%nat) - partial a N) with (Series (fun k => a (N + k)%nat)) by ring.
eapply Rle_trans; [apply Series_Rabs, ex_tail_Rabs|].
unfold Rdiv. rewrite <- (Series_geom q), <- Series_scal_l by (rewrite Rabs_pos_eq; lra).
apply Series_le; [|exact ex_geometric].
intros j; split; [apply Rabs_pos | apply term_geometric].
Qed.
End Geometric.

(** The signed comparison: |a_(k+1)| <= q |a_k| for k >= N. *)
Theorem Series_ratio_signed a q N : 0 <= q -> q < 1 ->
  (forall k, (N <= k)%nat -> Rabs (a (S k)) <= q * Rabs (a k)) ->
  ex_series a /\ Rabs (Series a - partial a N) <= Rabs (a N) / (1 - q).
Proof.
intros q0 q1 H. split.
- apply (ex_series_majorant a (fun k => Rabs (a k)) q N); auto. intros; lra.
- apply (Series_majorant a (fun k => Rabs (a k)) q N); auto. intros; lra.
Qed.

(** The positive comparison: 0 <= a_k and a_(k+1) <= q a_k for k >= N. *)
Theorem Series_ratio_positive a q N : 0 <= q -> q < 1 ->
  (forall k, (N <= k)%nat -> 0 <= a k) -> (forall k, (N <= k)%nat -> a (S k) <= q * a k) ->
  ex_series a /\ partial a N <= Series a <= partial a N + a N / (1 - q).
Proof.
intros q0 q1 P H.
assert (A : forall k, (N <= k)%nat -> Rabs (a k) <= a k) by (intros k h; rewrite Rabs_pos_eq; auto; lra).
pose proof (ex_series_majorant a a q N q0 q1 A H) as E. split; [exact E|].
pose proof (Series_majorant a a q N q0 q1 A H) as B. apply Rabs_le_between in B. split; [|lra].
rewrite (Series_partial a N E).
assert (0 <= Series (fun k => a (N + k)%nat)); [|lra].
rewrite <- (Rmult_0_l (Series (fun _ => 0))), <- Series_scal_l.
apply Series_le; [intros n; rewrite Rmult_0_l; split; [lra | apply P; lia]|].
now apply (ex_series_incr_n a N).
Qed.

(** * Series given by the ratios of consecutive terms *)

(** [chain r k j] is  r k * r (k+1) * ... * r (k+j-1). *)
Fixpoint chain (r : nat -> R) (k j : nat) : R :=
  match j with O => 1 | S i => chain r k i * r (k + i)%nat end.

(** [ratio_sum r k] is  1 + r k + r k * r (k+1) + ... *)
Definition ratio_sum (r : nat -> R) (k : nat) : R := Series (chain r k).

(** [horner r k n t]: the same sum, the part behind n steps replaced by t. *)
Fixpoint horner (r : nat -> R) (k n : nat) (t : R) : R :=
  match n with O => t | S m => 1 + r k * horner r (S k) m t end.

Lemma chain_first r k j : chain r k (S j) = r k * chain r (S k) j.
Proof.
induction j as [|j IH]; [simpl; rewrite Nat.add_0_r; ring|].
change (chain r k (S (S j))) with (chain r k (S j) * r (k + S j)%nat). rewrite IH. simpl.
rewrite <- plus_n_Sm. ring.
Qed.

Section Ratio.
Variables (r : nat -> R) (q : R) (K : nat).
Hypothesis q0 : 0 <= q.
Hypothesis q1 : q < 1.
Hypothesis Hr : forall i, (K <= i)%nat -> Rabs (r i) <= q.

Lemma chain_shrinks k j : (K <= k + j)%nat -> Rabs (chain r k (S j)) <= q * Rabs (chain r k j).
Proof.
intros h. simpl. rewrite Rabs_mult, Rmult_comm.
apply Rmult_le_compat_r; [apply Rabs_pos | now apply Hr].
Qed.

Lemma ex_ratio_sum k : ex_series (chain r k).
Proof. apply (Series_ratio_signed (chain r k) q K q0 q1). intros j h. apply chain_shrinks. lia. Qed.

Lemma ratio_sum_step k : ratio_sum r k = 1 + r k * ratio_sum r (S k).
Proof.
unfold ratio_sum. rewrite Series_incr_1 by apply ex_ratio_sum. f_equal.
rewrite <- Series_scal_l. apply Series_ext. intros j. apply chain_first.
Qed.

Lemma ratio_sum_horner n : forall k, ratio_sum r k = horner r k n (ratio_sum r (n + k)).
Proof.
induction n as [|n IH]; intros k; simpl; auto.
rewrite ratio_sum_step, (IH (S k)). do 4 f_equal. lia.
Qed.

Lemma ratio_sum_tail k : (K <= k)%nat -> Rabs (ratio_sum r k - 1) <= q / (1 - q).
Proof.
intros h. destruct (Series_ratio_signed (chain r k) q 1 q0 q1) as [_ B].
{ intros j _. apply chain_shrinks. lia. }
cbn [partial] in B. simpl in B. rewrite Rplus_0_l, Rmult_1_l, Nat.add_0_r in B. fold (ratio_sum r k) in B.
eapply Rle_trans; [exact B|]. apply Rmult_le_compat_r; [apply Rlt_le, Rinv_0_lt_compat; lra | auto].
Qed.

(** The statement behind every enclosure of a hypergeometric series. *)
Theorem ratio_sum_enclosure :
  exists t, Rabs (t - 1) <= q / (1 - q) /\ ratio_sum r 0 = horner r 0 K t.
Proof.
exists (ratio_sum r (K + 0)). split; [apply ratio_sum_tail; lia | apply ratio_sum_horner].
Qed.
End Ratio.

Lemma chain_terms a r : (forall k, a (S k) = a k * r k) -> forall k, a k = a O * chain r 0 k.
Proof. intros H k. induction k as [|k IH]; simpl; [ring|]. rewrite H, IH. ring. Qed.

(** A series with a_(k+1) = a_k r_k is a_0 times the sum of its ratios. *)
Theorem Series_by_ratio (a r : nat -> R) :
  (forall k, a (S k) = a k * r k) -> Series a = a O * ratio_sum r 0.
Proof.
intros H. unfold ratio_sum. rewrite <- Series_scal_l. apply Series_ext. now apply chain_terms.
Qed.
