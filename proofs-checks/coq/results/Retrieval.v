(** Constants: theorems printed by `vlasov certify`. Not to be edited. *)
From Vlasov Require Import Strict.

(** retrieval.eigenvalue: a_n at n = 1, beta = 1.
    Duerinckx, Geshkovski, Rossi (2026), arXiv:2605.09213, a_n = n^2 w_beta^(n) (model, proposition prop:Bessel)
    a_n lies in [0.5651591039924850272076960276098633073288, 0.5651591039924850272076960276098633073289]. *)
Theorem retrieval_eigenvalue_1 :
  0.5651591039924850272076960276098633073288 <=
  BesselI 1 1
  <= 0.5651591039924850272076960276098633073289.
Proof. certify 24 181. Qed.

(** retrieval.eigenvalue: a_n at n = 5, beta = 2.
    Duerinckx, Geshkovski, Rossi (2026), arXiv:2605.09213, a_n = n^2 w_beta^(n) (model, proposition prop:Bessel)
    a_n lies in [0.2456419830782925580201762659912015866831, 0.2456419830782925580201762659912015866832]. *)
Theorem retrieval_eigenvalue_2 :
  0.2456419830782925580201762659912015866831 <=
  25 * BesselI 5 2
  <= 0.2456419830782925580201762659912015866832.
Proof. certify 28 187. Qed.

(** retrieval.eigenvalue: a_n at n = 2, beta = 1/10.
    Duerinckx, Geshkovski, Rossi (2026), arXiv:2605.09213, a_n = n^2 w_beta^(n) (model, proposition prop:Bessel)
    a_n lies in [0.005004167968967036496117085589696808449445, 0.005004167968967036496117085589696808449446]. *)
Theorem retrieval_eigenvalue_3 :
  0.005004167968967036496117085589696808449445 <=
  4 * BesselI 2 (1 / 10)
  <= 0.005004167968967036496117085589696808449446.
Proof. certify 16 190. Qed.

(** retrieval.green-function: g at a = 1, t = 1, sigma = 1, s = 1/2, lambda = 1.
    Duerinckx, Geshkovski, Rossi (2026), arXiv:2605.09213, proposition (prop:Bessel)
    g lies in [1.509175529279522188822875867933667142282, 1.509175529279522188822875867933667142283]. *)
Theorem retrieval_green_function_1 :
  1.509175529279522188822875867933667142282 <=
  exp (- (1 / 2)) / exprel (-1) * BesselClifford 1 (1 / 2 + ln (exprel (-1) / (1 / 2 * exprel (- (1 / 2)))))
  <= 1.509175529279522188822875867933667142283.
Proof. certify 47 181. Qed.

(** retrieval.green-function: g at a = 13/10, t = 1, sigma = 1, s = 3/20, lambda = -1.
    Duerinckx, Geshkovski, Rossi (2026), arXiv:2605.09213, proposition (prop:Bessel)
    g lies in [4.183909341586534270736474198873293541621, 4.183909341586534270736474198873293541622]. *)
Theorem retrieval_green_function_2 :
  4.183909341586534270736474198873293541621 <=
  exp (17 / 20) / exprel 1 * (13 / 10 * BesselClifford 1 (13 / 10 * (- (17 / 20) + ln (exprel 1 / (3 / 20 * exprel (3 / 20))))))
  <= 4.183909341586534270736474198873293541622.
Proof. certify 47 181. Qed.

(** retrieval.green-function: g at a = 2, t = 1/2, sigma = 3/5, s = 1/10, lambda = 0.
    Duerinckx, Geshkovski, Rossi (2026), arXiv:2605.09213, proposition (prop:Bessel)
    g lies in [3.678602344464256224296186128582309210985, 3.678602344464256224296186128582309210986]. *)
Theorem retrieval_green_function_3 :
  3.678602344464256224296186128582309210985 <=
  exp 0 / (3 / 5 * exprel 0) * BesselClifford 1 (ln (3 / 5 * exprel 0 / (1 / 10 * exprel 0)))
  <= 3.678602344464256224296186128582309210986.
Proof. certify 31 181. Qed.

(** retrieval.eigenvalue: sup at beta = 1.
    Duerinckx, Geshkovski, Rossi (2026), arXiv:2605.09213, a_n = n^2 w_beta^(n) (model, proposition prop:Bessel)
    sup lies in [0.5651591039924850272076960276098633073288, 0.5651591039924850272076960276098633073289]. *)
Theorem retrieval_eigenvalue_sup_1 :
  0.5651591039924850272076960276098633073288 <=
  Supremum (fun n : nat => (INR (n + 1)) ^ 2 * BesselI (n + 1) 1)
  <= 0.5651591039924850272076960276098633073289.
Proof. certify 24 181. Qed.

(** retrieval.eigenvalue: sup at beta = 15.
    Duerinckx, Geshkovski, Rossi (2026), arXiv:2605.09213, a_n = n^2 w_beta^(n) (model, proposition prop:Bessel)
    sup lies in [3614300.280015850678727754209468317275634, 3614300.280015850678727754209468317275635]. *)
Theorem retrieval_eigenvalue_sup_2 :
  3614300.280015850678727754209468317275634 <=
  Supremum (fun n : nat => (INR (n + 1)) ^ 2 * BesselI (n + 1) 15)
  <= 3614300.280015850678727754209468317275635.
Proof. certify 60 181. Qed.

(** retrieval.mode-crossover: beta_x at n = 1.
    Duerinckx, Geshkovski, Rossi (2026), arXiv:2605.09213, from a_n = n^2 I_n; beyond the paper: I_{n+1}/I_n increases from 0 to 1
    beta_x in [1.044456862107774173674756195328603541309, 1.044456862107774173674756195328603541310], the only root of besseliratio(1, beta) = 1/4 for beta in [0, 4]. *)
Theorem retrieval_mode_crossover_1 :
  exists beta, 1.044456862107774173674756195328603541309 <= beta <= 1.044456862107774173674756195328603541310 /\
  BesselRatio 1 beta = 1 / 4 /\
  (forall y, 0 <= y <= 4 ->
    BesselRatio 1 y = 1 / 4 -> y = beta).
Proof. root_BesselRatio 25 190. Qed.

(** retrieval.mode-crossover: beta_x at n = 2.
    Duerinckx, Geshkovski, Rossi (2026), arXiv:2605.09213, from a_n = n^2 I_n; beyond the paper: I_{n+1}/I_n increases from 0 to 1
    beta_x in [3.165434442700567713602003669695116233047, 3.165434442700567713602003669695116233048], the only root of besseliratio(2, beta) = 4/9 for beta in [0, 8]. *)
Theorem retrieval_mode_crossover_2 :
  exists beta, 3.165434442700567713602003669695116233047 <= beta <= 3.165434442700567713602003669695116233048 /\
  BesselRatio 2 beta = 4 / 9 /\
  (forall y, 0 <= y <= 8 ->
    BesselRatio 2 y = 4 / 9 -> y = beta).
Proof. root_BesselRatio 34 190. Qed.

(** retrieval.mode-crossover: beta_x at n = 5.
    Duerinckx, Geshkovski, Rossi (2026), arXiv:2605.09213, from a_n = n^2 I_n; beyond the paper: I_{n+1}/I_n increases from 0 to 1
    beta_x in [15.23627672852054477473049841568077429519, 15.23627672852054477473049841568077429520], the only root of besseliratio(5, beta) = 25/36 for beta in [0, 32]. *)
Theorem retrieval_mode_crossover_3 :
  exists beta, 15.23627672852054477473049841568077429519 <= beta <= 15.23627672852054477473049841568077429520 /\
  BesselRatio 5 beta = 25 / 36 /\
  (forall y, 0 <= y <= 32 ->
    BesselRatio 5 y = 25 / 36 -> y = beta).
Proof. root_BesselRatio 59 189. Qed.

(** retrieval.profile: S at s = 1/2, beta = 1, M = 8, t = 1, lambda = 1.
    Duerinckx, Geshkovski, Rossi (2026), arXiv:2605.09213, eq. (Sb-def)
    S lies in [1.265523692802334973324493204167990066891, 1.265523692802334973324493204167990066892]. *)
Theorem retrieval_profile :
  1.265523692802334973324493204167990066891 <=
  exp (- (1 / 2)) / exprel (-1) * Series (fun n : nat => exp (- ((PI * INR (n + 1)) ^ 2 / 128)) * ((INR (n + 1)) ^ 2 * BesselI (n + 1) 1 * BesselClifford 1 ((INR (n + 1)) ^ 2 * BesselI (n + 1) 1 * (1 / 2 + ln (exprel (-1) / (1 / 2 * exprel (- (1 / 2))))))))
  <= 1.265523692802334973324493204167990066892.
Proof. certify 51 204. Qed.

(** retrieval.endpoint-slope: value at beta = 1, M = 8, t = 1, lambda = 1.
    Duerinckx, Geshkovski, Rossi (2026), arXiv:2605.09213, theorem (U-shape) (i)-(ii), qualitative there; the formulas are derived
    value lies in [1.638251135113106643020515768555471192546, 1.638251135113106643020515768555471192547]. *)
Theorem retrieval_endpoint_slope_value :
  1.638251135113106643020515768555471192546 <=
  1 / exprel (-1) * Series (fun n : nat => exp (- ((PI * INR (n + 1)) ^ 2 / 128)) * ((INR (n + 1)) ^ 2 * BesselI (n + 1) 1))
  <= 1.638251135113106643020515768555471192547.
Proof. certify 55 231. Qed.

(** retrieval.t-crit: t_crit at beta = 1, M = 8, lambda = 1.
    Duerinckx, Geshkovski, Rossi (2026), arXiv:2605.09213, authors' code (threshold curve); formula re-derived from theorem U-shape
    t_crit lies in [2.457488980328255612491216088871022355653, 2.457488980328255612491216088871022355654]. *)
Theorem retrieval_t_crit_1 :
  2.457488980328255612491216088871022355653 <=
  - (2 * (exp (-1) - 1) * Series (fun n : nat => exp (- ((PI * INR (n + 1)) ^ 2 / 128)) * ((INR (n + 1)) ^ 2 * BesselI (n + 1) 1)) / Series (fun n : nat => exp (- ((PI * INR (n + 1)) ^ 2 / 128)) * ((INR (n + 1)) ^ 2 * BesselI (n + 1) 1) ^ 2))
  <= 2.457488980328255612491216088871022355654.
Proof. certify 30 231. Qed.

(** retrieval.t-crit: t_crit at beta = 2, M = 8, lambda = 1.
    Duerinckx, Geshkovski, Rossi (2026), arXiv:2605.09213, authors' code (threshold curve); formula re-derived from theorem U-shape
    t_crit lies in [0.6007162242766790986548205495190396717066, 0.6007162242766790986548205495190396717067]. *)
Theorem retrieval_t_crit_2 :
  0.6007162242766790986548205495190396717066 <=
  - (2 * (exp (-1) - 1) * Series (fun n : nat => exp (- ((PI * INR (n + 1)) ^ 2 / 128)) * ((INR (n + 1)) ^ 2 * BesselI (n + 1) 2)) / Series (fun n : nat => exp (- ((PI * INR (n + 1)) ^ 2 / 128)) * ((INR (n + 1)) ^ 2 * BesselI (n + 1) 2) ^ 2))
  <= 0.6007162242766790986548205495190396717067.
Proof. certify 33 221. Qed.

(** retrieval.smallness-time: t_paper at beta = 1, lambda = 1.
    Duerinckx, Geshkovski, Rossi (2026), arXiv:2605.09213, theorem (U-shape) for t_paper; t_level1 is derived and sharper
    t_paper lies in [2.236964969202594828393398849568200767046, 2.236964969202594828393398849568200767047]. *)
Theorem retrieval_smallness_time_1 :
  2.236964969202594828393398849568200767046 <=
  Rmin (3 - sqrt 3) (- (2 * (exp (-1) - 1))) / Supremum (fun n : nat => (INR (n + 1)) ^ 2 * BesselI (n + 1) 1)
  <= 2.236964969202594828393398849568200767047.
Proof. certify 24 181. Qed.

(** retrieval.smallness-time: t_level1 at beta = 1, lambda = 1, M = 8.
    Duerinckx, Geshkovski, Rossi (2026), arXiv:2605.09213, theorem (U-shape) for t_paper; t_level1 is derived and sharper
    t_level1 lies in [2.457488980328255612491216088871022355653, 2.457488980328255612491216088871022355654]. *)
Theorem retrieval_smallness_time_t_level1 :
  2.457488980328255612491216088871022355653 <=
  Rmin (- (2 * (exp (-1) - 1) * Series (fun n : nat => exp (- ((PI * INR (n + 1)) ^ 2 / 128)) * ((INR (n + 1)) ^ 2 * BesselI (n + 1) 1)) / Series (fun n : nat => exp (- ((PI * INR (n + 1)) ^ 2 / 128)) * ((INR (n + 1)) ^ 2 * BesselI (n + 1) 1) ^ 2))) (2 / Supremum (fun n : nat => (INR (n + 1)) ^ 2 * BesselI (n + 1) 1))
  <= 2.457488980328255612491216088871022355654.
Proof. certify 30 231. Qed.

(** retrieval.smallness-time: t_paper at beta = 2, lambda = 1.
    Duerinckx, Geshkovski, Rossi (2026), arXiv:2605.09213, theorem (U-shape) for t_paper; t_level1 is derived and sharper
    t_paper lies in [0.4587575173004598346485671791540007627031, 0.4587575173004598346485671791540007627032]. *)
Theorem retrieval_smallness_time_2 :
  0.4587575173004598346485671791540007627031 <=
  Rmin (3 - sqrt 3) (- (2 * (exp (-1) - 1))) / Supremum (fun n : nat => (INR (n + 1)) ^ 2 * BesselI (n + 1) 2)
  <= 0.4587575173004598346485671791540007627032.
Proof. certify 29 181. Qed.

(** retrieval.smallness-time: t_paper at beta = 3, lambda = 2.
    Duerinckx, Geshkovski, Rossi (2026), arXiv:2605.09213, theorem (U-shape) for t_paper; t_level1 is derived and sharper
    t_paper lies in [0.1411836547531719421019158692406294707467, 0.1411836547531719421019158692406294707468]. *)
Theorem retrieval_smallness_time_3 :
  0.1411836547531719421019158692406294707467 <=
  Rmin (3 - sqrt 3) (- (2 * (exp (-2) - 1))) / Supremum (fun n : nat => (INR (n + 1)) ^ 2 * BesselI (n + 1) 3)
  <= 0.1411836547531719421019158692406294707468.
Proof. certify 33 181. Qed.

(** retrieval.smallness-time: t_paper at beta = 1, lambda = 1, M = 8.
    Duerinckx, Geshkovski, Rossi (2026), arXiv:2605.09213, theorem (U-shape) for t_paper; t_level1 is derived and sharper
    min(3 - sqrt(3), -2*expm1(-1))/sup(n^2*besseli(n, 1), n = 1..inf) > 1. *)
Theorem retrieval_smallness_holds_at_1 :
  Rmin (3 - sqrt 3) (- (2 * (exp (-1) - 1))) / Supremum (fun n : nat => (INR (n + 1)) ^ 2 * BesselI (n + 1) 1)
  > 1.
Proof. certify 15 88. Qed.

(** retrieval.smallness-time: t_paper at beta = 1, lambda = 1, M = 8.
    Duerinckx, Geshkovski, Rossi (2026), arXiv:2605.09213, theorem (U-shape) for t_paper; t_level1 is derived and sharper
    min(3 - sqrt(3), -2*expm1(-1))/sup(n^2*besseli(n, 1), n = 1..inf) < min(-2*expm1(-1)*sum(exp(-(pi*n)^2/128)*(n^2*besseli(n, 1)), n = 1..inf)/sum(exp(-(pi*n)^2/128)*(n^2*besseli(n, 1))^2, n = 1..inf), 2/sup(n^2*besseli(n, 1), n = 1..inf)). *)
Theorem retrieval_smallness_is_not_sharp :
  Rmin (3 - sqrt 3) (- (2 * (exp (-1) - 1))) / Supremum (fun n : nat => (INR (n + 1)) ^ 2 * BesselI (n + 1) 1)
  < Rmin (- (2 * (exp (-1) - 1) * Series (fun n : nat => exp (- ((PI * INR (n + 1)) ^ 2 / 128)) * ((INR (n + 1)) ^ 2 * BesselI (n + 1) 1)) / Series (fun n : nat => exp (- ((PI * INR (n + 1)) ^ 2 / 128)) * ((INR (n + 1)) ^ 2 * BesselI (n + 1) 1) ^ 2))) (2 / Supremum (fun n : nat => (INR (n + 1)) ^ 2 * BesselI (n + 1) 1)).
Proof. certify 20 115. Qed.
