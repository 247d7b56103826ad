(** The list of special functions that [certify] knows: add a file and its [bound_*] tactic here. *)
From Vlasov Require Export Elementary Roots.

(** One innermost call; each alternative fails when the goal holds no such call with an elementary argument. *)
Ltac bound_call N p ::= fail.
