(** Definite integrals of elementary functions, alone or inside an expression. *)
From Vlasov Require Export Elementary.

(** Hook of the back-end: a hypothesis [H : lo <= RInt f a b <= hi] of relative width 2^-w. *)
Ltac enclose_integral e p d f w H := fail 1 "no arithmetic: import Vlasov.Strict or Vlasov.Fast".
Ltac prove_integral p d f w := fail 1 "no arithmetic: import Vlasov.Strict or Vlasov.Fast".

Ltac integer_of n :=
  lazymatch type of n with
  | Z => n
  | R => lazymatch n with IZR ?z => z end
  | nat => eval vm_compute in (Z.of_nat n)
  | positive => constr:(Zpos n)
  end.

(** [certify_integral N p d f w]: [N], [p] as for [certify]; Taylor models of degree [d] (16 is good for 20 digits), at most [f] pieces (2000),
    each integral to an absolute width 2^-w. *)
Ltac integral_by N p d f w :=
  repeat match goal with |- context [RInt ?g ?a ?b] =>
    elementary a; elementary b;
    let H := fresh "I" in enclose_integral (RInt g a b) p d f w H; forget (RInt g a b) end;
  to_elementary N p; one_sided; prove_by p.

Tactic Notation "certify_integral" constr(N) constr(p) constr(d) constr(f) constr(w) :=
  let n := nat_of N in let q := positive_of p in let k := nat_of d in let m := positive_of f in let z := integer_of w in
  intros; unfold_elementary; integral_by n q k m z.
