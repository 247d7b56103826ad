(** Definite integrals of elementary functions, alone or inside an expression. *)
From Vlasov Require Export Elementary.

(** Hooks of the back-end: a hypothesis [H : lo <= RInt f a b <= hi] of width 2^-w, and a bare integral. *)
Ltac enclose_integral e p d f w H := fail 1 "no arithmetic: import Vlasov.Strict or Vlasov.Fast".
Ltac prove_integral p d f := fail 1 "no arithmetic: import Vlasov.Strict or Vlasov.Fast".

Ltac integer_of n :=
  lazymatch type of n with
  | Z => n
  | R => lazymatch n with IZR ?z => z end
  | nat => eval vm_compute in (Z.of_nat n)
  | positive => constr:(Zpos n)
  end.

(** [certify_integral N p d f w]: [N], [p] as for [certify]; Taylor models of degree [d] on at most [f] pieces; an integral inside an
    expression is enclosed to a width 2^-w. For 20 digits: p = 90, d = 30, f = 2000, w = 70. *)
Ltac integral_by N p d f w :=
  lazymatch goal with
  | |- _ <= RInt _ ?a ?b <= _ => elementary a; elementary b; prove_integral p d f
  | |- _ =>
      to_elementary N p;
      repeat match goal with |- context [RInt ?g ?a ?b] =>
        elementary a; elementary b;
        let H := fresh "I" in enclose_integral (RInt g a b) p d f w H; forget (RInt g a b);
        to_elementary N p end;
      one_sided; prove_by p
  end.

Tactic Notation "certify_integral" constr(N) constr(p) constr(d) constr(f) constr(w) :=
  let n := nat_of N in let q := positive_of p in let k := nat_of d in let m := positive_of f in let z := integer_of w in
  intros; unfold_elementary; integral_by n q k m z.
