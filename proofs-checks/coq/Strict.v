(** Strict arithmetic, the default: intervals over the inductive integers Z. No primitive type of the kernel is trusted. *)
From Interval Require Export Tactic.
From Interval Require Specific_ops Specific_stdz.
From Vlasov Require Export Certify.
Module StrictFloat := Specific_ops.SpecificFloat Specific_stdz.StdZRadix2.
Module StrictTactic := Tactic.IntervalTactic StrictFloat.
Export StrictTactic.
Open Scope R_scope.

(** Coq's Reals has an E1 of its own. *)
Notation E1 := Exponential.E1.

Ltac prove_by p ::= interval with (i_prec p).
Ltac enclose e p ::= interval_intro e with (i_prec p).
Ltac enclose_as e p H ::= interval_intro e with (i_prec p) as H.
Ltac prove_on x p d ::=
  lazymatch d with
  | O => interval with (i_prec p, i_bisect x)
  | _ => let k := eval vm_compute in d in interval with (i_prec p, i_bisect x, i_taylor x, i_degree k)
  end.
Ltac enclose_integral e p d f w H ::=
  integral_intro e with (i_prec p, i_degree d, i_fuel f, i_width (- w)%Z) as H.
Ltac prove_integral p d f ::= integral with (i_prec p, i_degree d, i_fuel f).
