(** The list of special functions that [certify] knows: add a file and its [bound_*] tactic here. *)
From Vlasov Require Export Elementary Roots Minima Tails Integrals Gamma.
From Vlasov Require Export Hypergeometric Bessel BesselSums Exponential Erf.

(** One innermost call; each alternative fails when the goal holds no such call with an elementary argument. *)
Ltac bound_call N p ::=
  first
  [ bound_Hypergeometric0F1 N p
  | bound_Hypergeometric1F1 N p
  | bound_Hypergeometric2F1 N p
  | bound_BesselI N p
  | bound_BesselClifford N p
  | bound_BesselRatio N p
  | bound_exprel N p
  | bound_Ein N p
  | bound_E1_difference N p
  | bound_E1 N p
  | bound_Ei N p
  | bound_Erf N p
  | bound_sums N p
  | bound_Series N p
  | bound_Supremum N p ].

(** The standard library has an unrelated [E1]. *)
Notation E1 := Exponential.E1.
