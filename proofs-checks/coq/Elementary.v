(** Elementary functions and the skeleton of [certify]. Nothing here depends on an arithmetic:
    [Strict.v] and [Fast.v] plug one in. *)
From Coq Require Export Reals Lra Lia ZArith.
From Coquelicot Require Export Coquelicot.
Open Scope R_scope.

(** Inverse hyperbolic functions that the standard library lacks. *)
Definition arctanh (x : R) : R := ln ((1 + x) / (1 - x)) / 2.
Definition arccosh (x : R) : R := ln (x + sqrt (x * x - 1)).

(** * Rewriting to what the interval tactic takes: + - * / sqrt exp ln sin cos tan atan PI Rabs pow *)

Lemma asin_interval x : -1 < x < 1 -> asin x = atan (x / sqrt (1 - x * x)).
Proof. intros H. rewrite asin_atan by exact H. unfold Rsqr. reflexivity. Qed.

Lemma acos_interval x : -1 < x < 1 -> acos x = PI / 2 - atan (x / sqrt (1 - x * x)).
Proof. intros H. rewrite acos_asin by lra. rewrite asin_interval by exact H. reflexivity. Qed.

Lemma Rmin_Rabs a b : Rmin a b = (a + b - Rabs (a - b)) / 2.
Proof.
destruct (Rle_dec a b) as [h|h]; [rewrite Rmin_left, Rabs_left1 | rewrite Rmin_right, Rabs_pos_eq]; lra.
Qed.

Lemma Rmax_Rabs a b : Rmax a b = (a + b + Rabs (a - b)) / 2.
Proof.
destruct (Rle_dec a b) as [h|h]; [rewrite Rmax_right, Rabs_left1 | rewrite Rmax_left, Rabs_pos_eq]; lra.
Qed.

(** * Hooks, set by the back-end *)

(** [prove_by p]: closes an (in)equality between elementary expressions with [p] bits. *)
Ltac prove_by p := fail 1 "no arithmetic: import Vlasov.Strict or Vlasov.Fast".
(** [enclose e p]: adds a hypothesis [lo <= e <= hi]. *)
Ltac enclose e p := fail 1 "no arithmetic: import Vlasov.Strict or Vlasov.Fast".
(** [enclose_as e p H]: the same, with the name [H]. *)
Ltac enclose_as e p H := fail 1 "no arithmetic: import Vlasov.Strict or Vlasov.Fast".
(** [prove_on x p d]: as [prove_by], bisecting in [x] with Taylor models of degree [d] ([d = 0]: none). *)
Ltac prove_on x p d := fail 1 "no arithmetic: import Vlasov.Strict or Vlasov.Fast".
(** [bound_call N p]: replaces ONE innermost call of a special function by a bounded variable; set in [Certify.v]. *)
Ltac bound_call N p := fail.

(** * Numeric arguments of tactics: whatever the open scope made of a literal *)

Ltac positive_of n :=
  lazymatch type of n with
  | positive => n
  | R => lazymatch n with IZR (Zpos ?q) => q end
  | Z => lazymatch n with Zpos ?q => q end
  | nat => eval vm_compute in (Pos.of_nat n)
  end.
Ltac nat_of n :=
  lazymatch type of n with
  | nat => n
  | R => lazymatch n with IZR ?z => eval vm_compute in (Z.to_nat z) end
  | Z => eval vm_compute in (Z.to_nat n)
  | positive => eval vm_compute in (Pos.to_nat n)
  end.

(** [elementary e]: succeeds when [e] holds no call of a special function, so that its value can be enclosed. *)
Ltac elementary e :=
  lazymatch e with
  | IZR _ => idtac
  | Q2R _ => idtac
  | PI => idtac
  | ?a + ?b => elementary a; elementary b
  | ?a - ?b => elementary a; elementary b
  | ?a * ?b => elementary a; elementary b
  | ?a / ?b => elementary a; elementary b
  | - ?a => elementary a
  | / ?a => elementary a
  | ?a ^ _ => elementary a
  | powerRZ ?a _ => elementary a
  | sqrt ?a => elementary a
  | exp ?a => elementary a
  | ln ?a => elementary a
  | sin ?a => elementary a
  | cos ?a => elementary a
  | tan ?a => elementary a
  | atan ?a => elementary a
  | Rabs ?a => elementary a
  | _ => is_var e
  end.

Ltac elementary_goal g :=
  lazymatch g with
  | ?a /\ ?b => elementary_goal a; elementary_goal b
  | ?a <= ?b => elementary a; elementary b
  | ?a < ?b => elementary a; elementary b
  | ?a >= ?b => elementary a; elementary b
  | ?a > ?b => elementary a; elementary b
  end.

(** [forget e]: every occurrence of [e] becomes one variable; the hypotheses about it stay. *)
Ltac forget e :=
  let v := fresh "v" in set (v := e) in *; clearbody v.

(** ** Functions defined from elementary ones; also under binders *)
Ltac unfold_elementary :=
  unfold arctanh, arccosh, arcsinh, tanh, sinh, cosh, Rpower, Rsqr in *.

(** asin, acos, minima and maxima: innermost first. A minimum whose winner is clear is replaced by it, which keeps the goal small. *)
Ltac rewrite_one p :=
  match goal with
  | |- context [asin ?x] => elementary x; rewrite (asin_interval x) by (split; prove_by p)
  | |- context [acos ?x] => elementary x; rewrite (acos_interval x) by (split; prove_by p)
  | |- context [Rmin ?a ?b] => elementary a; elementary b;
      first [ rewrite (Rmin_left a b) by prove_by p
            | rewrite (Rmin_right a b) by prove_by p
            | rewrite (Rmin_Rabs a b) ]
  | |- context [Rmax ?a ?b] => elementary a; elementary b;
      first [ rewrite (Rmax_left a b) by prove_by p
            | rewrite (Rmax_right a b) by prove_by p
            | rewrite (Rmax_Rabs a b) ]
  end.

(** Everything but the last interval computation. *)
Ltac to_elementary N p :=
  unfold_elementary; repeat first [ rewrite_one p | bound_call N p ].

Ltac literal e := lazymatch e with IZR _ => idtac | Q2R _ => idtac | - ?a => literal a | ?a / ?b => literal a; literal b end.
(** A comparison of two expressions becomes one of their difference with zero. *)
Ltac one_sided :=
  lazymatch goal with
  | |- ?a <= ?b => tryif first [literal a | literal b] then idtac else apply Rminus_le
  | |- ?a < ?b => tryif first [literal a | literal b] then idtac else apply Rminus_lt
  | |- ?a >= ?b => tryif first [literal a | literal b] then idtac else apply Rminus_ge
  | |- ?a > ?b => tryif first [literal a | literal b] then idtac else apply Rminus_gt
  | |- _ => idtac
  end.

(** ** Ranges of a variable, cut in halves *)

(** The rational number that a literal denotes. *)
Ltac rational e :=
  lazymatch e with
  | IZR ?z => constr:(QArith_base.inject_Z z)
  | Q2R ?q => q
  | - ?a => let r := rational a in constr:(QArith_base.Qopp r)
  | ?a * ?b => let r := rational a in let s := rational b in constr:(QArith_base.Qmult r s)
  | ?a / ?b => let r := rational a in let s := rational b in constr:(QArith_base.Qdiv r s)
  end.
Ltac middle a b :=
  match goal with
  | _ => let r := rational a in let s := rational b in
    let m := eval vm_compute in (Qreduction.Qred (QArith_base.Qdiv (QArith_base.Qplus r s) (QArith_base.inject_Z 2))) in
    constr:(Q2R m)
  | _ => constr:((a + b) / 2)
  end.

Lemma halves (m x a b : R) (P : Prop) : (a <= x <= m -> P) -> (m <= x <= b -> P) -> a <= x <= b -> P.
Proof. intros H1 H2 H. destruct (Rle_or_lt x m); [apply H1 | apply H2]; lra. Qed.

(** [pieces x N p d]: proves the goal for all [x] between its bounds in the context, halving its range [d] times at most. *)
Ltac pieces x N p d :=
  first
  [ solve [ to_elementary N p; one_sided; prove_by p ]
  | lazymatch d with S ?k =>
      lazymatch goal with H : ?a <= x <= ?b |- _ =>
        let m := middle a b in
        revert H; apply (halves m x a b); intros H; [ pieces x N p k | pieces x N p k ]
      end
    end ].

(** [certify N p]: an enclosure [lo <= E <= hi] or a comparison; [N] terms of each series, [p] bits. *)
Tactic Notation "certify" constr(N) constr(p) :=
  let n := nat_of N in let q := positive_of p in
  intros; to_elementary n q; one_sided; prove_by q.

(** [certify_range x N p d]: the same for all [x] between [a <= x <= b] of the context. Elementary goals: bisection with Taylor models of
    degree [d]; with special functions: [x] is halved [d] times at most. *)
Ltac on_range x N p d :=
  first [ solve [ unfold_elementary; repeat rewrite_one p;
                  lazymatch goal with |- ?g => elementary_goal g end; one_sided; prove_on x p d ]
        | pieces x N p d ].
Tactic Notation "certify_range" constr(x) constr(N) constr(p) constr(d) :=
  let n := nat_of N in let q := positive_of p in let k := nat_of d in on_range x n q k.
