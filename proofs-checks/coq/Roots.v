(** Roots: existence in a short interval and uniqueness in a long one. *)
From Vlasov Require Export Elementary.
From Coq Require Import Ranalysis5.

(** * A sign change and a derivative of one sign *)

Lemma increasing_of_derive (f df : R -> R) (a b : R) :
  (forall x, a <= x <= b -> is_derive f x (df x)) -> (forall x, a <= x <= b -> 0 < df x) ->
  forall u v, a <= u -> u < v -> v <= b -> f u < f v.
Proof.
intros Hd Hp u v Hu Huv Hv.
destruct (MVT_gen f u v df) as [w [Hw Ew]].
- intros w. rewrite Rmin_left, Rmax_right by lra. intros Hw. apply Hd. lra.
- intros w. rewrite Rmin_left, Rmax_right by lra. intros Hw.
  apply continuity_pt_filterlim, (ex_derive_continuous f w). exists (df w). apply Hd. lra.
- rewrite Rmin_left, Rmax_right in Hw by lra.
  assert (0 < df w * (v - u)) by (apply Rmult_lt_0_compat; [apply Hp|]; lra). lra.
Qed.

Theorem root_increasing (f df : R -> R) (P : R -> Prop) (a b lo hi : R) :
  a <= lo -> lo <= hi -> hi <= b ->
  (forall x, a <= x <= b -> is_derive f x (df x)) ->
  (forall x, P x <-> f x = 0) ->
  f lo <= 0 -> 0 <= f hi ->
  (forall x, a <= x <= b -> 0 < df x) ->
  exists x, lo <= x <= hi /\ P x /\ (forall y, a <= y <= b -> P y -> y = x).
Proof.
intros H1 H2 H3 Hd HP Hlo Hhi Hp.
pose proof (increasing_of_derive f df a b Hd Hp) as Hm.
assert (exists x, lo <= x <= hi /\ f x = 0) as [x [Hx E]].
{ destruct Hlo as [Hlo|Hlo]; [|exists lo; split; [lra|assumption]].
  destruct Hhi as [Hhi|Hhi]; [|exists hi; split; [lra|auto]].
  destruct (Rle_lt_or_eq_dec lo hi H2) as [h|h]; [|subst; lra].
  destruct (IVT_interv f lo hi) as [x [Hx E]]; auto; [|exists x; auto].
  intros u Hu. apply continuity_pt_filterlim, (ex_derive_continuous f u). exists (df u). apply Hd. lra. }
exists x. split; [assumption|]. split; [now apply HP|]. intros y Hy Py. apply HP in Py.
destruct (Rtotal_order y x) as [h|[h|h]]; auto; exfalso.
- pose proof (Hm y x (proj1 Hy) h ltac:(lra)). lra.
- pose proof (Hm x y ltac:(lra) h (proj2 Hy)). lra.
Qed.

Theorem root_decreasing (f df : R -> R) (P : R -> Prop) (a b lo hi : R) :
  a <= lo -> lo <= hi -> hi <= b ->
  (forall x, a <= x <= b -> is_derive f x (df x)) ->
  (forall x, P x <-> f x = 0) ->
  0 <= f lo -> f hi <= 0 ->
  (forall x, a <= x <= b -> df x < 0) ->
  exists x, lo <= x <= hi /\ P x /\ (forall y, a <= y <= b -> P y -> y = x).
Proof.
intros H1 H2 H3 Hd HP Hlo Hhi Hp.
apply (root_increasing (fun x => - f x) (fun x => - df x)); try lra.
- intros x Hx. apply (is_derive_opp f). now apply Hd.
- intros x. rewrite HP. split; lra.
- intros x Hx. specialize (Hp x Hx). lra.
Qed.

(** * Derivatives *)

(** Derivatives of special functions: [Hint Resolve lemma : derivatives], conclusion [is_derive f x l]. *)
Create HintDb derivatives.
#[export] Hint Extern 3 (_ < _) => lra : derivatives.
#[export] Hint Extern 3 (_ <= _) => lra : derivatives.
#[export] Hint Extern 3 (_ <> _) => apply Rgt_not_eq; lra : derivatives.

(** What [auto_derive] leaves: domains of elementary functions, [ex_derive f x], and [Derive f x] in the result. *)
Ltac domain p :=
  lazymatch goal with
  | |- True => exact I
  | |- _ /\ _ => split; domain p
  | |- ex_derive _ _ => eexists; solve [ eauto with derivatives ]
  | |- ~ (_ = _) => first [ apply Rgt_not_eq; prove_by p | apply Rlt_not_eq; prove_by p ]
  | |- _ => first [ assumption | prove_by p ]
  end.
Ltac derivatives_known :=
  repeat match goal with |- context [Derive ?f ?x] =>
    erewrite (is_derive_unique f x) by (solve [ eauto with derivatives ]) end.
Ltac nonzero p :=
  repeat split; try (first [ apply Rgt_not_eq; prove_by p | apply Rlt_not_eq; prove_by p | lra | nra ]).
(** [is_derive f x (df x)] with [x] between bounds in the context. *)
Ltac derive_by p :=
  unfold_elementary; auto_derive; [ domain p | derivatives_known; first [ ring | field; nonzero p | simpl; field; nonzero p ] ].

(** * The tactic *)

Ltac equation_known := intros ?; cbv beta; split; intros; lra.

(** [certify_root F F' a b N p M q]: the root of [F] (or of [L x = R x] with [F x = L x - R x]), derivative [F'], unique on [a, b]:
    [N], [p] for the signs at the ends, [M], [q] for the sign of [F'] on [a, b], halved 12 times at most. *)
Ltac root_by F F' a b N p M q :=
  first
  [ apply (root_increasing F F' _ a b);
    [ prove_by p | prove_by p | prove_by p | | equation_known
    | cbv beta; to_elementary N p; prove_by p | cbv beta; to_elementary N p; prove_by p | ]
  | apply (root_decreasing F F' _ a b);
    [ prove_by p | prove_by p | prove_by p | | equation_known
    | cbv beta; to_elementary N p; prove_by p | cbv beta; to_elementary N p; prove_by p | ] ];
  [ let x := fresh "x" in let H := fresh "H" in intros x H; cbv beta; derive_by q
  | let x := fresh "x" in let H := fresh "H" in intros x H; cbv beta;
    first [ solve [ on_range x M q 0%nat ] | pieces x M q 12%nat ] ].
Tactic Notation "certify_root" constr(F) constr(F') constr(a) constr(b) constr(N) constr(p) constr(M) constr(q) :=
  let n := nat_of N in let k := positive_of p in let m := nat_of M in let j := positive_of q in
  root_by F F' a b n k m j.

(** * Lambert's W: the solution of w exp w = X *)

Lemma lambert_increasing u v : 0 <= u -> u < v -> u * exp u < v * exp v.
Proof.
intros Hu Huv. pose proof (exp_increasing _ _ Huv). pose proof (exp_pos u).
apply Rle_lt_trans with (u * exp v).
- apply Rmult_le_compat_l; lra.
- apply Rmult_lt_compat_r; lra.
Qed.

Theorem lambert_exists X : 0 <= X -> exists w, 0 <= w /\ w * exp w = X.
Proof.
intros HX. destruct (Rle_lt_or_eq_dec 0 X HX) as [h|h]; [|exists 0; split; lra].
destruct (IVT_interv (fun w => w * exp w - X) 0 (X + 1)) as [w [Hw E]]; try (cbv beta; lra).
- intros u _. apply continuity_pt_filterlim, (ex_derive_continuous (fun w => w * exp w - X) u). auto_derive. exact I.
- pose proof (exp_increasing 0 (X + 1) ltac:(lra)) as H1. rewrite exp_0 in H1.
  assert ((X + 1) * 1 < (X + 1) * exp (X + 1)) by (apply Rmult_lt_compat_l; lra). cbv beta. lra.
- exists w. split; lra.
Qed.

Theorem lambert_unique u v : 0 <= u -> 0 <= v -> u * exp u = v * exp v -> u = v.
Proof.
intros Hu Hv E. destruct (Rtotal_order u v) as [h|[h|h]]; auto; exfalso.
- pose proof (lambert_increasing _ _ Hu h). lra.
- pose proof (lambert_increasing _ _ Hv h). lra.
Qed.

Lemma lambert_bounds X lo hi w : 0 <= lo -> 0 <= hi -> lo * exp lo <= X -> X <= hi * exp hi ->
  0 <= w -> w * exp w = X -> lo <= w <= hi.
Proof.
intros H0 H1 H2 H3 Hw E. split; apply Rnot_lt_le; intros h.
- pose proof (lambert_increasing _ _ Hw h). lra.
- pose proof (lambert_increasing _ _ H1 h). lra.
Qed.

(** [certify_lambert l u N p]: [forall w, 0 <= w -> w * exp w = X -> lo <= E w <= hi], where [l] and [u] are numbers around W(X). *)
Tactic Notation "certify_lambert" constr(l) constr(u) constr(N) constr(p) :=
  let n := nat_of N in let q := positive_of p in
  let w := fresh "w" in let H0 := fresh "H" in let E := fresh "E" in
  intros w H0 E;
  apply (lambert_bounds _ l u) in E; [ | prove_by q | prove_by q | to_elementary n q; one_sided; prove_by q | to_elementary n q; one_sided; prove_by q | exact H0 ];
  clear H0; first [ exact E | to_elementary n q; prove_by q ].
