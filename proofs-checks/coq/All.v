(** One theorem of each kind, and what they rest on: the names of the output must be those of [assumptions.golden]. *)
From Vlasov Require Import Strict.

Theorem an_enclosure : 0.319 <= Ein (1/2) - exprel (-1/3) + Erf (1/2) + Hypergeometric0F1 2 (1/4) <= 2.
Proof. certify 30 60. Qed.
Theorem a_range : forall b, 1 <= b <= 2 -> exp b < 1 + b + b^2 / 2 + b^3 * cosh b.
Proof. intros b H. certify_range b 0 60 6. Qed.
Theorem a_root : exists x, 0.739 <= x <= 0.74 /\ cos x = x /\ (forall y, 0 <= y <= 1 -> cos y = y -> y = x).
Proof. certify_root (fun x => cos x - x) (fun x => - sin x - 1) 0 1 0 60 0 40. Qed.
Theorem an_integral : 0.746 <= RInt (fun u => exp (- (u * u))) 0 1 + E1 1 * 0 <= 0.747.
Proof. certify_integral 0 60 10 100 30. Qed.

Definition all := (an_enclosure, a_range, a_root, an_integral).
Print Assumptions all.
