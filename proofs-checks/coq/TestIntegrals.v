(** Finite sums to 40 digits, integrals to 20; a wrong last digit is refused. *)
From Vlasov Require Import Strict.

Theorem gamma_12 : 0.6387252243373187871441939444363859270269 <= GammaQ 12 (21/2) <= 0.6387252243373187871441939444363859270270.
Proof. certify 0 160. Qed.
Goal 0.6387252243373187871441939444363859270268 <= GammaQ 12 (21/2) <= 0.6387252243373187871441939444363859270269.
Proof. Fail certify 0 160. Abort.

Theorem gamma_40 : 0.9999999999873773684779601095625808339582 <= GammaQ 40 11 <= 0.9999999999873773684779601095625808339583.
Proof. certify 0 160. Qed.
Goal 0.9999999999873773684779601095625808339581 <= GammaQ 40 11 <= 0.9999999999873773684779601095625808339582.
Proof. Fail certify 0 160. Abort.

Theorem binomials : 0.0000033500474483314757823578222268692622 <= sum_f_R0 (fun k => (-1) ^ k * Binomial.C 10 k * exp (- (INR k / 3))) 10 <= 0.0000033500474483314757823578222268692623.
Proof. certify 0 180. Qed.
Goal 0.0000033500474483314757823578222268692621 <= sum_f_R0 (fun k => (-1) ^ k * Binomial.C 10 k * exp (- (INR k / 3))) 10 <= 0.0000033500474483314757823578222268692622.
Proof. Fail certify 0 180. Abort.

Theorem factorials : 7.3890560989306050943441442201050007785437 <= sum_n (fun k => 2 ^ k / INR (fact k)) 20 <= 7.3890560989306050943441442201050007785438.
Proof. certify 0 160. Qed.
Goal 7.3890560989306050943441442201050007785436 <= sum_n (fun k => 2 ^ k / INR (fact k)) 20 <= 7.3890560989306050943441442201050007785437.
Proof. Fail certify 0 160. Abort.

Theorem gauss : 0.74682413281242702539 <= RInt (fun u => exp (- (u * u))) 0 1 <= 0.74682413281242702540.
Proof. certify_integral 0 90 24 60 70. Qed.

Theorem inside : 0.60942265783156544464 <= sqrt (2 / 3) / (2 * PI) * RInt (fun u => 1 / (1 + exp u * u ^ 2)) 0 1 + Erf (1/2) <= 0.60942265783156544465.
Proof. certify_integral 0 90 30 60 70. Qed.
Goal 0.60942265783156544463 <= sqrt (2 / 3) / (2 * PI) * RInt (fun u => 1 / (1 + exp u * u ^ 2)) 0 1 + Erf (1/2) <= 0.60942265783156544464.
Proof. Fail certify_integral 0 90 30 60 70. Abort.
