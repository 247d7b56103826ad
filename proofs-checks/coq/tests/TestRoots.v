(** Roots: unique in a bracket, to 50 digits; a wrong last digit or a bracket with two roots is refused. *)
From Vlasov Require Import Strict.

Theorem tanh_fixed_point : exists x, 0.95750402407726874067650153050240782528668128439296 <= x <= 0.95750402407726874067650153050240782528668128439297 /\ tanh (2 * x) = x /\
  (forall y, 0.5 <= y <= 2 -> tanh (2 * y) = y -> y = x).
Proof. certify_root (fun x => tanh (2 * x) - x) (fun x => 2 * (1 - tanh (2 * x) ^ 2) - 1) 0.5 2 0 200 0 40. Qed.
Goal exists x, 0.95750402407726874067650153050240782528668128439295 <= x <= 0.95750402407726874067650153050240782528668128439296 /\ tanh (2 * x) = x /\
  (forall y, 0.5 <= y <= 2 -> tanh (2 * y) = y -> y = x).
Proof. Fail certify_root (fun x => tanh (2 * x) - x) (fun x => 2 * (1 - tanh (2 * x) ^ 2) - 1) 0.5 2 0 200 0 40. Abort.

Theorem log_root : exists x, 1.55461876822345282440336886440066605818839422130861 <= x <= 1.55461876822345282440336886440066605818839422130862 /\ ln x + x ^ 2 / 3 - sqrt x = 0 /\
  (forall y, (1/2) <= y <= 3 -> ln y + y ^ 2 / 3 - sqrt y = 0 -> y = x).
Proof. certify_root (fun x => ln x + x ^ 2 / 3 - sqrt x) (fun x => 1 / x + 2 * x / 3 - 1 / (2 * sqrt x)) (1/2) 3 0 200 0 40. Qed.
Goal exists x, 1.55461876822345282440336886440066605818839422130860 <= x <= 1.55461876822345282440336886440066605818839422130861 /\ ln x + x ^ 2 / 3 - sqrt x = 0 /\
  (forall y, (1/2) <= y <= 3 -> ln y + y ^ 2 / 3 - sqrt y = 0 -> y = x).
Proof. Fail certify_root (fun x => ln x + x ^ 2 / 3 - sqrt x) (fun x => 1 / x + 2 * x / 3 - 1 / (2 * sqrt x)) (1/2) 3 0 200 0 40. Abort.

Theorem cosine : exists x, 0.73908513321516064165531208767387340401341175890075 <= x <= 0.73908513321516064165531208767387340401341175890076 /\ cos x = x /\
  (forall y, 0 <= y <= 1 -> cos y = y -> y = x).
Proof. certify_root (fun x => cos x - x) (fun x => - sin x - 1) 0 1 0 200 0 40. Qed.
Goal exists x, 0.73908513321516064165531208767387340401341175890074 <= x <= 0.73908513321516064165531208767387340401341175890075 /\ cos x = x /\
  (forall y, 0 <= y <= 1 -> cos y = y -> y = x).
Proof. Fail certify_root (fun x => cos x - x) (fun x => - sin x - 1) 0 1 0 200 0 40. Abort.

Theorem lambert_16 : forall w, 0 <= w -> w * exp w = 16 -> 2.05319271746264858727757305706570371554987905468395 <= w <= 2.05319271746264858727757305706570371554987905468396.
Proof. certify_lambert 2.05319271746264858727757305706570371554987905468395 2.05319271746264858727757305706570371554987905468396 0 200. Qed.
Theorem barrier : forall w, 0 <= w -> w * exp w = 4 ^ 2 -> 1.432896617855820255434780172788017453206142554714 <= sqrt w <= 1.432896617855820255434780172788017453206142554715.
Proof. certify_lambert 2.05319271746264858727757305706570371554987905468395 2.05319271746264858727757305706570371554987905468396 0 200. Qed.
Goal forall w, 0 <= w -> w * exp w = 4 ^ 2 -> 1.432896617855820255434780172788017453206142554713 <= sqrt w <= 1.432896617855820255434780172788017453206142554714.
Proof. Fail certify_lambert 2.05319271746264858727757305706570371554987905468395 2.05319271746264858727757305706570371554987905468396 0 200. Abort.

Goal exists x, 0.5 <= x <= 0.6 /\ sin (6 * x) = 0 /\ (forall y, 0 <= y <= 1.2 -> sin (6 * y) = 0 -> y = x).
Proof. Fail certify_root (fun x => sin (6 * x)) (fun x => 6 * cos (6 * x)) 0 1.2 0 60 0 40. Abort.
