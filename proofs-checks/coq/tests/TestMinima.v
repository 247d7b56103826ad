(** Minima over an interval, and brackets beside them. *)
From Vlasov Require Import Strict.

(** e^x - 2x on [0, 2]: at ln 2. *)
Theorem minimum_exp : exists x, 0.693147180559 <= x <= 0.693147180560 /\ Minimum (fun x => exp x - 2 * x) 0 2 (exp x - 2 * x).
Proof. certify_minimum (fun x => exp x - 2 * x) (fun x => exp x - 2) 0 2 1 60 2. Qed.
Goal exists x, 0.69314718057 <= x <= 0.69314718058 /\ Minimum (fun x => exp x - 2 * x) 0 2 (exp x - 2 * x).
Proof. Fail certify_minimum (fun x => exp x - 2 * x) (fun x => exp x - 2) 0 2 1 60 2. Abort.
