(** Statements that differ from proved ones by a digit, a parameter or an inequality: the proofs that we print are refused. *)
From Vlasov Require Import Strict.
From Vlasov Require Import Matrices.

(** The true one: I_1(1). *)
Theorem true_one :
  0.5651591039924850272076960276098633073288 <= BesselI 1 1 <= 0.5651591039924850272076960276098633073289.
Proof. certify 24 181. Qed.

(** The last digit. *)
Goal 0.5651591039924850272076960276098633073289 <= BesselI 1 1 <= 0.5651591039924850272076960276098633073290.
Proof. Fail certify 24 181. Abort.
(** Another argument. *)
Goal 0.5651591039924850272076960276098633073288 <= BesselI 1 (10001 / 10000) <= 0.5651591039924850272076960276098633073289.
Proof. Fail certify 24 181. Abort.
(** Another order. *)
Goal 0.5651591039924850272076960276098633073288 <= BesselI 2 1 <= 0.5651591039924850272076960276098633073289.
Proof. Fail certify 24 181. Abort.
(** The ends exchanged. *)
Goal 0.5651591039924850272076960276098633073289 <= BesselI 1 1 <= 0.5651591039924850272076960276098633073288.
Proof. Fail certify 24 181. Abort.

(** A comparison, and the other way round. *)
Theorem smaller : Rmin (3 - sqrt 3) (2 * (1 - exp (-1))) < 3 - sqrt 3.
Proof. certify 1 115. Qed.
Goal Rmin (3 - sqrt 3) (2 * (1 - exp (-1))) > 3 - sqrt 3.
Proof. Fail certify 1 115. Abort.

(** A root: a bracket beside it, and another equation. *)
Theorem root : exists x, 2.446918311289046130903948364907778706072 <= x <= 2.446918311289046130903948364907778706073 /\
  BesselRatio 1 x = 1 / 2 /\ (forall y, 0 <= y <= 6 -> BesselRatio 1 y = 1 / 2 -> y = x).
Proof. root_BesselRatio 32 189. Qed.
Goal exists x, 2.446918311289046130903948364907778706073 <= x <= 2.446918311289046130903948364907778706074 /\
  BesselRatio 1 x = 1 / 2 /\ (forall y, 0 <= y <= 6 -> BesselRatio 1 y = 1 / 2 -> y = x).
Proof. Fail root_BesselRatio 32 189. Abort.
Goal exists x, 2.446918311289046130903948364907778706072 <= x <= 2.446918311289046130903948364907778706073 /\
  BesselRatio 2 x = 1 / 2 /\ (forall y, 0 <= y <= 6 -> BesselRatio 2 y = 1 / 2 -> y = x).
Proof. Fail root_BesselRatio 32 189. Abort.

(** A range that is too long for the inequality. *)
Theorem range : forall b, 1 <= b <= 2 -> b * exp (- b) <= 0.37.
Proof. intros b H. certify_range b 1 60 6. Qed.
Goal forall b, 1 <= b <= 2 -> b * exp (- b) <= 0.36.
Proof. intros b H. Fail certify_range b 1 60 6. Abort.
