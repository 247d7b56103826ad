(** Minima of a function on an interval: attained in a bracket, and nowhere below. *)
From Vlasov Require Export Elementary Roots.

(** [m] is the least value of [f] on [[a, b]]. *)
Definition Minimum (f : R -> R) (a b m : R) : Prop :=
  (exists x, a <= x <= b /\ f x = m) /\ (forall y, a <= y <= b -> m <= f y).

(** The derivative is negative before the bracket and positive behind it: the minimum lies in the bracket. *)
Theorem minimum_bracket (f df : R -> R) (a lo hi b : R) :
  a <= lo -> lo <= hi -> hi <= b ->
  (forall x, a <= x <= b -> is_derive f x (df x)) ->
  (forall x, a <= x <= lo -> df x <= 0) ->
  (forall x, hi <= x <= b -> 0 <= df x) ->
  exists x, lo <= x <= hi /\ Minimum f a b (f x).
Proof.
intros H1 H2 H3 Hd Hl Hr.
assert (C : forall u v, a <= u -> u <= v -> v <= b -> exists w, u <= w <= v /\ f v - f u = df w * (v - u)).
{ intros u v Hu Huv Hv.
  destruct (MVT_gen f u v df) as [w [Hw E]].
  - intros w. rewrite Rmin_left, Rmax_right by lra. intros Hw. apply Hd. lra.
  - intros w. rewrite Rmin_left, Rmax_right by lra. intros Hw.
    apply continuity_pt_filterlim, (ex_derive_continuous f w). exists (df w). apply Hd. lra.
  - rewrite Rmin_left, Rmax_right in Hw by lra. now exists w. }
destruct (continuity_ab_min f lo hi) as [x [Hx Ix]]; trivial.
{ intros c Hc. apply continuity_pt_filterlim, (ex_derive_continuous f c). exists (df c). apply Hd. lra. }
exists x. split; [exact Ix|]. split; [exists x; split; [lra|reflexivity]|].
intros y Hy. destruct (Rle_or_lt y lo) as [L|L]; [|destruct (Rle_or_lt hi y) as [U|U]].
- destruct (C y lo) as [w [Hw E]]; try lra. specialize (Hl w). specialize (Hx lo).
  assert (df w * (lo - y) <= 0) by (apply Rmult_le_0_r; lra). lra.
- destruct (C hi y) as [w [Hw E]]; try lra. specialize (Hr w). specialize (Hx hi).
  assert (0 <= df w * (y - hi)) by (apply Rmult_le_pos; lra). lra.
- apply Hx. lra.
Qed.

(** [certify_minimum F F' a b N p d]: for a goal [exists x, lo <= x <= hi /\ Minimum F a b (F x)] with the derivative F'; the signs of F'
    before and behind the bracket with [N] terms, [p] bits and [d] bisections. *)
Ltac minimum_by F F' a b N p d :=
  apply (minimum_bracket F F' a _ _ b);
  [ prove_by p | prove_by p | prove_by p
  | let x := fresh "x" in let H := fresh "H" in intros x H; cbv beta; derive_by p
  | let x := fresh "x" in let H := fresh "H" in intros x H; cbv beta; pieces x N p d
  | let x := fresh "x" in let H := fresh "H" in intros x H; cbv beta; pieces x N p d ].
Tactic Notation "certify_minimum" constr(F) constr(F') constr(a) constr(b) constr(N) constr(p) constr(d) :=
  let n := nat_of N in let k := positive_of p in let m := nat_of d in minimum_by F F' a b n k m.
