(** Bessel functions to 40 digits; a wrong last digit is refused. *)
From Vlasov Require Import Bessel Strict.
Open Scope R_scope.
Goal 1.2660658777520083355982446252147175376076 <= BesselI 0 1 <= 1.2660658777520083355982446252147175376077.
Proof. repeat first [bound_BesselI 40%nat 173 | bound_BesselClifford 40%nat 173 | bound_BesselRatio 40%nat 173]; prove_by 173%positive. Qed.
Goal 1.2660658777520083355982446252147175376075 <= BesselI 0 1 <= 1.2660658777520083355982446252147175376076.
Proof. repeat first [bound_BesselI 40%nat 173 | bound_BesselClifford 40%nat 173 | bound_BesselRatio 40%nat 173]. Fail prove_by 173%positive. Abort.
Goal 0.4743704087780355895548240178693314512679 <= BesselI 3 (5/2) <= 0.4743704087780355895548240178693314512680.
Proof. repeat first [bound_BesselI 40%nat 173 | bound_BesselClifford 40%nat 173 | bound_BesselRatio 40%nat 173]; prove_by 173%positive. Qed.
Goal 0.4743704087780355895548240178693314512678 <= BesselI 3 (5/2) <= 0.4743704087780355895548240178693314512679.
Proof. repeat first [bound_BesselI 40%nat 173 | bound_BesselClifford 40%nat 173 | bound_BesselRatio 40%nat 173]. Fail prove_by 173%positive. Abort.
Goal 0.0000142914363363082801176910215626373330 <= BesselI 40 100 / exp 100 <= 0.0000142914363363082801176910215626373331.
Proof. repeat first [bound_BesselI 160%nat 400 | bound_BesselClifford 160%nat 400 | bound_BesselRatio 160%nat 400]; prove_by 400%positive. Qed.
Goal 0.0000142914363363082801176910215626373329 <= BesselI 40 100 / exp 100 <= 0.0000142914363363082801176910215626373330.
Proof. repeat first [bound_BesselI 160%nat 400 | bound_BesselClifford 160%nat 400 | bound_BesselRatio 160%nat 400]. Fail prove_by 400%positive. Abort.
Goal 0.2829799868805425028015007015493846435235 <= BesselClifford 1 (-2) <= 0.2829799868805425028015007015493846435236.
Proof. repeat first [bound_BesselI 40%nat 173 | bound_BesselClifford 40%nat 173 | bound_BesselRatio 40%nat 173]; prove_by 173%positive. Qed.
Goal 0.2829799868805425028015007015493846435234 <= BesselClifford 1 (-2) <= 0.2829799868805425028015007015493846435235.
Proof. repeat first [bound_BesselI 40%nat 173 | bound_BesselClifford 40%nat 173 | bound_BesselRatio 40%nat 173]. Fail prove_by 173%positive. Abort.
Goal 1.1383017438143774596932679585257167858840 <= BesselClifford 2 (exp 1) <= 1.1383017438143774596932679585257167858841.
Proof. repeat first [bound_BesselI 40%nat 173 | bound_BesselClifford 40%nat 173 | bound_BesselRatio 40%nat 173]; prove_by 173%positive. Qed.
Goal 1.1383017438143774596932679585257167858839 <= BesselClifford 2 (exp 1) <= 1.1383017438143774596932679585257167858840.
Proof. repeat first [bound_BesselI 40%nat 173 | bound_BesselClifford 40%nat 173 | bound_BesselRatio 40%nat 173]. Fail prove_by 173%positive. Abort.
Goal 0.1754766410478089216224590203055179786968 <= BesselI 2 (BesselI 1 2 / sqrt 2) <= 0.1754766410478089216224590203055179786969.
Proof. repeat first [bound_BesselI 40%nat 173 | bound_BesselClifford 40%nat 173 | bound_BesselRatio 40%nat 173]; prove_by 173%positive. Qed.
Goal 0.1754766410478089216224590203055179786967 <= BesselI 2 (BesselI 1 2 / sqrt 2) <= 0.1754766410478089216224590203055179786968.
Proof. repeat first [bound_BesselI 40%nat 173 | bound_BesselClifford 40%nat 173 | bound_BesselRatio 40%nat 173]. Fail prove_by 173%positive. Abort.
Goal 0.4298130360064540778039655260488054811722 <= BesselRatio (3/2) (5/2) <= 0.4298130360064540778039655260488054811723.
Proof. repeat first [bound_BesselI 40%nat 173 | bound_BesselClifford 40%nat 173 | bound_BesselRatio 40%nat 173]; prove_by 173%positive. Qed.
Goal 0.4298130360064540778039655260488054811721 <= BesselRatio (3/2) (5/2) <= 0.4298130360064540778039655260488054811722.
Proof. repeat first [bound_BesselI 40%nat 173 | bound_BesselClifford 40%nat 173 | bound_BesselRatio 40%nat 173]. Fail prove_by 173%positive. Abort.
Goal 0.7649967475888099172771877514799365959481 <= BesselI 1 (5/2) / BesselI 0 (5/2) <= 0.7649967475888099172771877514799365959482.
Proof. repeat first [bound_BesselI 40%nat 173 | bound_BesselClifford 40%nat 173 | bound_BesselRatio 40%nat 173]; prove_by 173%positive. Qed.
Goal 0.7649967475888099172771877514799365959480 <= BesselI 1 (5/2) / BesselI 0 (5/2) <= 0.7649967475888099172771877514799365959481.
Proof. repeat first [bound_BesselI 40%nat 173 | bound_BesselClifford 40%nat 173 | bound_BesselRatio 40%nat 173]. Fail prove_by 173%positive. Abort.
Goal exists x, 1.8161545254358839627644402937442780725669 <= x <= 1.8161545254358839627644402937442780725670 /\ BesselRatio (3/2) x = 1 / 3 /\ (forall y, 0 <= y <= 100 -> BesselRatio (3/2) y = 1 / 3 -> y = x).
Proof. root_BesselRatio 40%nat 173. Qed.
Goal exists x, 1.8161545254358839627644402937442780725668 <= x <= 1.8161545254358839627644402937442780725669 /\ BesselRatio (3/2) x = 1 / 3 /\ (forall y, 0 <= y <= 100 -> BesselRatio (3/2) y = 1 / 3 -> y = x).
Proof. Fail root_BesselRatio 40%nat 173. Abort.
Goal exists x, 3.7633557834205624375203393315598172986957 <= x <= 3.7633557834205624375203393315598172986958 /\ BesselRatio ((1 + 2/2)) x = 6 / 12 /\ (forall y, 0 <= y <= 100 -> BesselRatio ((1 + 2/2)) y = 6 / 12 -> y = x).
Proof. root_BesselRatio 40%nat 173. Qed.
Goal exists x, 3.7633557834205624375203393315598172986956 <= x <= 3.7633557834205624375203393315598172986957 /\ BesselRatio ((1 + 2/2)) x = 6 / 12 /\ (forall y, 0 <= y <= 100 -> BesselRatio ((1 + 2/2)) y = 6 / 12 -> y = x).
Proof. Fail root_BesselRatio 40%nat 173. Abort.
Goal forall x, 1 <= x <= 2 -> 0.4 <= BesselRatio 0 x <= 0.8.
Proof. intros x Hx. bound_BesselRatio 20%nat 60. Fail prove_by 60%positive. Abort.
Goal forall x, 1 <= x <= 1.1 -> 0.4 <= BesselRatio 0 x <= 0.8 .
Proof. intros x Hx. bound_BesselRatio 20%nat 60. prove_by 60%positive. Qed.
(* a parameter that is not a fraction *)
Goal 1 <= Hypergeometric0F1 (sqrt 2) (PI / 4) <= 2.
Proof. bound_Hypergeometric0F1 30%nat 60. prove_by 60%positive. Qed.

(** A range that must be cut. *)
Theorem cut_range : forall beta, 1 <= beta <= 2 -> 0.1 <= 9 / beta * (BesselI 3 beta / BesselI 0 beta).
Proof. intros beta H. certify_range beta 19 87 10. Qed.
