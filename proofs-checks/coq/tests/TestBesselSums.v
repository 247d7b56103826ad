(** Sums over n of the retrieval theme to 40 digits; a wrong last digit is refused. *)
From Vlasov Require Import BesselSums Strict.
Open Scope R_scope.
Goal 0.5327441934173976232833990899044196732241 <= Series (fun k => exp (- (PI * INR (k + 1)) ^ 2 / (2 * 8 ^ 2)) * (INR (k + 1) ^ 2 * BesselI (k + 1) 1) ^ 2) <= 0.5327441934173976232833990899044196732242.
Proof. repeat first [bound_Series 35%nat 173 | bound_Supremum 35%nat 173]; prove_by 173%positive. Qed.
Goal 0.5327441934173976232833990899044196732240 <= Series (fun k => exp (- (PI * INR (k + 1)) ^ 2 / (2 * 8 ^ 2)) * (INR (k + 1) ^ 2 * BesselI (k + 1) 1) ^ 2) <= 0.5327441934173976232833990899044196732241.
Proof. repeat first [bound_Series 35%nat 173 | bound_Supremum 35%nat 173]. Fail prove_by 173%positive. Abort.
Goal 2.4574889803282556124912160888710223556534 <= 2 * (1 - exp (-1)) * Series (fun k => exp (- (PI * INR (k + 1)) ^ 2 / (2 * 8 ^ 2)) * (INR (k + 1) ^ 2 * BesselI (k + 1) 1) ^ 1) / Series (fun k => exp (- (PI * INR (k + 1)) ^ 2 / (2 * 8 ^ 2)) * (INR (k + 1) ^ 2 * BesselI (k + 1) 1) ^ 2) <= 2.4574889803282556124912160888710223556535.
Proof. repeat first [bound_Series 35%nat 173 | bound_Supremum 35%nat 173]; prove_by 173%positive. Qed.
Goal 2.4574889803282556124912160888710223556533 <= 2 * (1 - exp (-1)) * Series (fun k => exp (- (PI * INR (k + 1)) ^ 2 / (2 * 8 ^ 2)) * (INR (k + 1) ^ 2 * BesselI (k + 1) 1) ^ 1) / Series (fun k => exp (- (PI * INR (k + 1)) ^ 2 / (2 * 8 ^ 2)) * (INR (k + 1) ^ 2 * BesselI (k + 1) 1) ^ 2) <= 2.4574889803282556124912160888710223556534.
Proof. repeat first [bound_Series 35%nat 173 | bound_Supremum 35%nat 173]. Fail prove_by 173%positive. Abort.
Goal 1.4636138563927133439834350459524166875092 <= Series (fun k => exp (- (PI * INR (k + 1)) ^ 2 / (2 * 8 ^ 2)) * (INR (k + 1) ^ 2 * BesselI (k + 1) (6/5)) ^ 1) <= 1.4636138563927133439834350459524166875093.
Proof. repeat first [bound_Series 35%nat 173 | bound_Supremum 35%nat 173]; prove_by 173%positive. Qed.
Goal 1.4636138563927133439834350459524166875091 <= Series (fun k => exp (- (PI * INR (k + 1)) ^ 2 / (2 * 8 ^ 2)) * (INR (k + 1) ^ 2 * BesselI (k + 1) (6/5)) ^ 1) <= 1.4636138563927133439834350459524166875092.
Proof. repeat first [bound_Series 35%nat 173 | bound_Supremum 35%nat 173]. Fail prove_by 173%positive. Abort.
Goal 0.6246804283188343935476170698047777405586 <= Series (fun k => exp (- (PI * INR (k + 1)) ^ 2 / (2 * 8 ^ 2)) * (INR (k + 1) ^ 2 * BesselI (k + 1) 1 * (1/2) * BesselClifford 1 (INR (k + 1) ^ 2 * BesselI (k + 1) 1 * (1/2) * (3/2)))) <= 0.6246804283188343935476170698047777405587.
Proof. repeat first [bound_Series 35%nat 173 | bound_Supremum 35%nat 173]; prove_by 173%positive. Qed.
Goal 0.6246804283188343935476170698047777405585 <= Series (fun k => exp (- (PI * INR (k + 1)) ^ 2 / (2 * 8 ^ 2)) * (INR (k + 1) ^ 2 * BesselI (k + 1) 1 * (1/2) * BesselClifford 1 (INR (k + 1) ^ 2 * BesselI (k + 1) 1 * (1/2) * (3/2)))) <= 0.6246804283188343935476170698047777405586.
Proof. repeat first [bound_Series 35%nat 173 | bound_Supremum 35%nat 173]. Fail prove_by 173%positive. Abort.
Goal 0.5908324811429449898582704909782028967922 <= Series (fun k => exp (- (PI * INR (k + 1)) ^ 2 / (2 * 8 ^ 2)) * (exp (INR (k + 1) ^ 2 * BesselI (k + 1) 1 * (1/2)) - 1)) <= 0.5908324811429449898582704909782028967923.
Proof. repeat first [bound_Series 35%nat 173 | bound_Supremum 35%nat 173]; prove_by 173%positive. Qed.
Goal 0.5908324811429449898582704909782028967921 <= Series (fun k => exp (- (PI * INR (k + 1)) ^ 2 / (2 * 8 ^ 2)) * (exp (INR (k + 1) ^ 2 * BesselI (k + 1) 1 * (1/2)) - 1)) <= 0.5908324811429449898582704909782028967922.
Proof. repeat first [bound_Series 35%nat 173 | bound_Supremum 35%nat 173]. Fail prove_by 173%positive. Abort.
Goal 92.9803515223602454851009684205410816776614 <= Supremum (fun k => INR (k + 1) ^ 2 * BesselI (k + 1) 5) <= 92.9803515223602454851009684205410816776615.
Proof. repeat first [bound_Series 35%nat 173 | bound_Supremum 35%nat 173]; prove_by 173%positive. Qed.
Goal 92.9803515223602454851009684205410816776613 <= Supremum (fun k => INR (k + 1) ^ 2 * BesselI (k + 1) 5) <= 92.9803515223602454851009684205410816776614.
Proof. repeat first [bound_Series 35%nat 173 | bound_Supremum 35%nat 173]. Fail prove_by 173%positive. Abort.
