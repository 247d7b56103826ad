(** Integrals to infinity of functions that decrease exponentially: they converge, and the part behind X is small. *)
From Vlasov Require Export Elementary.

Lemma abs_RInt_exp (f : R -> R) (u v C c : R) : u <= v -> 0 < c -> 0 <= C ->
  (forall t, u <= t <= v -> continuous f t) ->
  (forall t, u <= t <= v -> Rabs (f t) <= C * exp (- (c * t))) ->
  Rabs (RInt f u v) <= C / c * exp (- (c * u)).
Proof.
intros Huv Hc HC Hf Hb.
assert (G : is_RInt (fun t => C * exp (- (c * t))) u v (- (C / c) * exp (- (c * v)) - - (C / c) * exp (- (c * u)))).
{ apply (is_RInt_derive (fun t => - (C / c) * exp (- (c * t))) (fun t => C * exp (- (c * t)))).
  - intros t _. auto_derive; [exact I | field; lra].
  - intros t _. apply (ex_derive_continuous (fun t => C * exp (- (c * t)))). auto_derive. exact I. }
assert (E : ex_RInt f u v).
{ apply (ex_RInt_continuous f). intros t. rewrite Rmin_left, Rmax_right by assumption. apply Hf. }
pose proof (norm_RInt_le f (fun t => C * exp (- (c * t))) u v (RInt f u v) _ Huv Hb (RInt_correct _ _ _ E) G) as N.
change (norm (RInt f u v)) with (Rabs (RInt f u v)) in N.
assert (0 <= C / c * exp (- (c * v))).
{ apply Rmult_le_pos; [apply Rmult_le_pos; [assumption | apply Rlt_le, Rinv_0_lt_compat; lra] | apply Rlt_le, exp_pos]. }
lra.
Qed.

Lemma exp_small (A eps c : R) : 0 < c -> 0 < eps -> 0 <= A -> exists Z, forall Y, Z <= Y -> A * exp (- (c * Y)) < eps.
Proof.
intros Hc He HA. exists (- ln (eps / (A + 1)) / c). intros Y HY.
assert (P : 0 < eps / (A + 1)) by (apply Rmult_lt_0_compat; [assumption | apply Rinv_0_lt_compat; lra]).
assert (exp (- (c * Y)) <= eps / (A + 1)).
{ rewrite <- (exp_ln (eps / (A + 1))) by exact P.
  assert (L : - (c * Y) <= ln (eps / (A + 1))).
  { apply Rmult_le_compat_l with (r := c) in HY; [|lra].
    replace (c * (- ln (eps / (A + 1)) / c)) with (- ln (eps / (A + 1))) in HY by (field; lra). lra. }
  destruct L as [L|L]; [apply Rlt_le, exp_increasing, L | rewrite L; apply Rle_refl]. }
assert (K : (A + 1) * (eps / (A + 1)) = eps) by (field; lra).
assert (A * exp (- (c * Y)) <= A * (eps / (A + 1))) by now apply Rmult_le_compat_l.
lra.
Qed.

Section Tail.
Variables (f : R -> R) (a X C c : R).
Hypothesis HaX : a <= X.
Hypothesis Hc : 0 < c.
Hypothesis Hf : forall t, a <= t -> continuous f t.
Hypothesis Hb : forall t, X <= t -> Rabs (f t) <= C * exp (- (c * t)).

Lemma tail_constant : 0 <= C.
Proof.
pose proof (Hb X (Rle_refl X)). pose proof (Rabs_pos (f X)). pose proof (exp_pos (- (c * X))).
apply Rmult_le_reg_r with (exp (- (c * X))); lra.
Qed.

Lemma ex_RInt_tail u v : a <= u -> u <= v -> ex_RInt f u v.
Proof.
intros Hu Hv. apply (ex_RInt_continuous f). intros t. rewrite Rmin_left, Rmax_right by assumption.
intros Ht. apply Hf. lra.
Qed.

Lemma tail_difference u v : X <= u -> u <= v -> Rabs (RInt f a v - RInt f a u) <= C / c * exp (- (c * u)).
Proof.
intros Hu Hv.
assert (E : RInt f a v = RInt f a u + RInt f u v) by (symmetry; apply (RInt_Chasles f a u v); apply ex_RInt_tail; lra).
assert (Q : forall p q : R, p + q - p = q) by (intros; ring). rewrite E, Q.
apply abs_RInt_exp; [lra | lra | exact tail_constant | intros t Ht; apply Hf; lra | intros t Ht; apply Hb; lra].
Qed.

Theorem is_RInt_gen_tail :
  exists L, is_RInt_gen f (at_point a) (Rbar_locally p_infty) L /\ Rabs (L - RInt f a X) <= C / c * exp (- (c * X)).
Proof.
pose proof tail_constant as HC.
assert (HCc : 0 <= C / c) by (apply Rmult_le_pos; [assumption | apply Rlt_le, Rinv_0_lt_compat; lra]).
destruct (proj1 (filterlim_locally_cauchy (F := Rbar_locally p_infty) (fun v : R => RInt f a v))) as [L HL].
{ intros eps. destruct (exp_small (C / c) (pos eps) c Hc (cond_pos eps) HCc) as [Z HZ].
  exists (fun v => Rmax X Z < v). split; [exists (Rmax X Z); auto|].
  assert (S : forall u v, Rmax X Z < u -> u <= v -> ball (RInt f a u) eps (RInt f a v)).
  { intros u v Hu Hv. pose proof (Rmax_l X Z). pose proof (Rmax_r X Z).
    change (Rabs (RInt f a v - RInt f a u) < eps).
    eapply Rle_lt_trans; [apply tail_difference; lra | apply HZ; lra]. }
  intros u v Hu Hv. destruct (Rle_dec u v) as [h|h]; [now apply S | apply ball_sym, S; lra]. }
exists L. split.
- intros P HP. specialize (HL P HP). unfold filtermap in HL. destruct HL as [M HM].
  apply (Filter_prod _ _ _ (fun u => u = a) (fun v => Rmax a M < v)).
  + reflexivity.
  + exists (Rmax a M). auto.
  + intros u v -> Hv. pose proof (Rmax_l a M). pose proof (Rmax_r a M). simpl.
    exists (RInt f a v). split; [|apply HM; lra].
    apply (RInt_correct f). apply ex_RInt_tail; lra.
- apply Rnot_lt_le. intros h.
  set (d := Rabs (L - RInt f a X) - C / c * exp (- (c * X))). assert (Hd : 0 < d) by (unfold d; lra).
  specialize (HL (fun y => ball L d y)). destruct HL as [M HM]; [exists (mkposreal d Hd); auto|].
  set (v := Rmax X M + 1). pose proof (Rmax_l X M). pose proof (Rmax_r X M).
  specialize (HM v ltac:(unfold v; lra)). change (Rabs (RInt f a v - L) < d) in HM.
  pose proof (tail_difference X v (Rle_refl X) ltac:(unfold v; lra)) as T.
  assert (B : Rabs (L - RInt f a X) <= Rabs (RInt f a v - L) + Rabs (RInt f a v - RInt f a X)).
  { replace (L - RInt f a X) with (- (RInt f a v - L) + (RInt f a v - RInt f a X)) by ring.
    eapply Rle_trans; [apply Rabs_triang|]. rewrite Rabs_Ropp. lra. }
  unfold d in HM. lra.
Qed.

(** What a reader of [RInt_gen] needs: the integral up to X, and an exponentially small error. *)
Theorem RInt_gen_tail :
  Rabs (RInt_gen f (at_point a) (Rbar_locally p_infty) - RInt f a X) <= C / c * exp (- (c * X)).
Proof.
destruct is_RInt_gen_tail as [L [H B]].
rewrite (is_RInt_gen_unique (V := R_CompleteNormedModule) f L H). exact B.
Qed.
End Tail.
