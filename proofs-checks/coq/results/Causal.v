(** Constants: theorems printed by `vlasov certify`. Not to be edited. *)
From Vlasov Require Import Strict.

(** causal.force-peak: tau at beta = 1.
    Karagodin, Polyanskiy, Rigollet (2024), arXiv:2411.04990, lemma on the interaction, eq. (3)
    tau lies in [0.9045568943023813641273167956619587214310, 0.9045568943023813641273167956619587214311]. *)
Theorem causal_force_peak_1 :
  0.9045568943023813641273167956619587214310 <=
  atan (sqrt ((1 + sqrt 5) / 2))
  <= 0.9045568943023813641273167956619587214311.
Proof. certify 0 181. Qed.

(** causal.force-peak: h_max at beta = 1.
    Karagodin, Polyanskiy, Rigollet (2024), arXiv:2411.04990, lemma on the interaction, eq. (3)
    h_max lies in [0.5365626631742803639990221331232448020621, 0.5365626631742803639990221331232448020622]. *)
Theorem causal_force_peak_h_max_1 :
  0.5365626631742803639990221331232448020621 <=
  sqrt (2 / (1 + sqrt 5)) * exp (- (2 / (3 + sqrt 5)))
  <= 0.5365626631742803639990221331232448020622.
Proof. certify 0 181. Qed.

(** causal.force-peak: tau at beta = 64.
    Karagodin, Polyanskiy, Rigollet (2024), arXiv:2411.04990, lemma on the interaction, eq. (3)
    tau lies in [0.1248366700537309471876099533534962780354, 0.1248366700537309471876099533534962780355]. *)
Theorem causal_force_peak_2 :
  0.1248366700537309471876099533534962780354 <=
  atan (sqrt ((1 + sqrt 16385) / 8192))
  <= 0.1248366700537309471876099533534962780355.
Proof. certify 0 181. Qed.

(** causal.force-peak: h_max at beta = 64.
    Karagodin, Polyanskiy, Rigollet (2024), arXiv:2411.04990, lemma on the interaction, eq. (3)
    h_max lies in [0.07566839895549758539568518984163389148776, 0.07566839895549758539568518984163389148777]. *)
Theorem causal_force_peak_h_max_2 :
  0.07566839895549758539568518984163389148776 <=
  sqrt (2 / (1 + sqrt 16385)) * exp (- (128 / (129 + sqrt 16385)))
  <= 0.07566839895549758539568518984163389148777.
Proof. certify 0 181. Qed.

(** causal.force-peak: tau at beta = 1/10.
    Karagodin, Polyanskiy, Rigollet (2024), arXiv:2411.04990, lemma on the interaction, eq. (3)
    tau lies in [1.471614282916403882978395909117830623176, 1.471614282916403882978395909117830623177]. *)
Theorem causal_force_peak_3 :
  1.471614282916403882978395909117830623176 <=
  atan (sqrt ((1 + sqrt (26 / 25)) / (1 / 50)))
  <= 1.471614282916403882978395909117830623177.
Proof. certify 0 181. Qed.

(** causal.force-peak: h_max at beta = 1/10.
    Karagodin, Polyanskiy, Rigollet (2024), arXiv:2411.04990, lemma on the interaction, eq. (3)
    h_max lies in [0.9093504979865994686258844790450513175089, 0.9093504979865994686258844790450513175090]. *)
Theorem causal_force_peak_h_max_3 :
  0.9093504979865994686258844790450513175089 <=
  sqrt (2 / (1 + sqrt (26 / 25))) * exp (- (1 / 5 / (6 / 5 + sqrt (26 / 25))))
  <= 0.9093504979865994686258844790450513175090.
Proof. certify 0 181. Qed.

(** causal.strong-center-lifetime: T_star at beta = 64, c = 4, epsilon = 1/10, k = 5.
    Karagodin, Polyanskiy, Rigollet (2024), arXiv:2411.04990, Lemma 5.1
    T_star lies in [52.70511656810505055831534003622627168378, 52.70511656810505055831534003622627168379]. *)
Theorem causal_strong_center_lifetime_1 :
  52.70511656810505055831534003622627168378 <=
  2 / 5 / (5 * sqrt 64 * (exp (- (128 * (sin (1 / 2 * (4 / sqrt 64))) ^ 2)) * sin (4 / sqrt 64)))
  <= 52.70511656810505055831534003622627168379.
Proof. certify 0 181. Qed.

(** causal.strong-center-lifetime: T_star at beta = 64, c = 6, epsilon = 1/20, k = 10.
    Karagodin, Polyanskiy, Rigollet (2024), arXiv:2411.04990, Lemma 5.1
    T_star lies in [157813.3669416044997902667129802806011674, 157813.3669416044997902667129802806011675]. *)
Theorem causal_strong_center_lifetime_2 :
  157813.3669416044997902667129802806011674 <=
  3 / 10 / (10 * sqrt 64 * (exp (- (128 * (sin (1 / 2 * (6 / sqrt 64))) ^ 2)) * sin (6 / sqrt 64)))
  <= 157813.3669416044997902667129802806011675.
Proof. certify 0 181. Qed.

(** causal.strong-center-lifetime: T_star at beta = 200, c = 5, epsilon = 1/5, k = 3.
    Karagodin, Polyanskiy, Rigollet (2024), arXiv:2411.04990, Lemma 5.1
    T_star lies in [16045.81946722886531158931453378830030359, 16045.81946722886531158931453378830030360]. *)
Theorem causal_strong_center_lifetime_3 :
  16045.81946722886531158931453378830030359 <=
  1 / (3 * sqrt 200 * (exp (- (400 * (sin (1 / 2 * (5 / sqrt 200))) ^ 2)) * sin (5 / sqrt 200)))
  <= 16045.81946722886531158931453378830030360.
Proof. certify 0 181. Qed.

(** causal.frozen-window: N_h at beta = 14, c = 13/2, epsilon = 1/10.
    Karagodin, Polyanskiy, Rigollet (2024), arXiv:2411.04990, Theorem 5.2 and the lemma and remark on the interaction
    N_h lies in [3762.806171802321876297922324447457449988, 3762.806171802321876297922324447457449989]. *)
Theorem causal_frozen_window_1 :
  3762.806171802321876297922324447457449988 <=
  exp (- (28 * (sin (1 / 2 * (1 / 10 / sqrt 14))) ^ 2)) * sin (1 / 10 / sqrt 14) / (exp (- (28 * (sin (1 / 2 * (53 / 10 / sqrt 14))) ^ 2)) * sin (53 / 10 / sqrt 14))
  <= 3762.806171802321876297922324447457449989.
Proof. certify 0 181. Qed.

(** causal.frozen-window: N_g at beta = 14, c = 13/2, epsilon = 1/10.
    Karagodin, Polyanskiy, Rigollet (2024), arXiv:2411.04990, Theorem 5.2 and the lemma and remark on the interaction
    N_g lies in [411733.1444443068138634575147557983697809, 411733.1444443068138634575147557983697810]. *)
Theorem causal_frozen_window_N_g_1 :
  411733.1444443068138634575147557983697809 <=
  - (exp (- (28 * (sin (1 / 2 * (1 / 10 / sqrt 14))) ^ 2)) * (cos (1 / 10 / sqrt 14) - 14 * (sin (1 / 10 / sqrt 14)) ^ 2) / (exp (- (28 * (sin (1 / 2 * (63 / 10 / sqrt 14))) ^ 2)) * (cos (63 / 10 / sqrt 14) - 14 * (sin (63 / 10 / sqrt 14)) ^ 2)))
  <= 411733.1444443068138634575147557983697810.
Proof. certify 0 181. Qed.

(** causal.frozen-window: N_suff at beta = 14, c = 13/2, epsilon = 1/10.
    Karagodin, Polyanskiy, Rigollet (2024), arXiv:2411.04990, Theorem 5.2 and the lemma and remark on the interaction
    N_suff lies in [682.9466974793921717715976651096737066742, 682.9466974793921717715976651096737066743]. *)
Theorem causal_frozen_window_N_suff_1 :
  682.9466974793921717715976651096737066742 <=
  1 / 55 * exp (8427 / 800)
  <= 682.9466974793921717715976651096737066743.
Proof. certify 0 181. Qed.

(** causal.frozen-window: N_h at beta = 64, c = 13/2, epsilon = 1/10.
    Karagodin, Polyanskiy, Rigollet (2024), arXiv:2411.04990, Theorem 5.2 and the lemma and remark on the interaction
    N_h lies in [15331.85523905602031997285820763553752565, 15331.85523905602031997285820763553752566]. *)
Theorem causal_frozen_window_2 :
  15331.85523905602031997285820763553752565 <=
  exp (- (128 * (sin (1 / 2 * (1 / 10 / sqrt 64))) ^ 2)) * sin (1 / 10 / sqrt 64) / (exp (- (128 * (sin (1 / 2 * (53 / 10 / sqrt 64))) ^ 2)) * sin (53 / 10 / sqrt 64))
  <= 15331.85523905602031997285820763553752566.
Proof. certify 0 181. Qed.

(** causal.frozen-window: N_g at beta = 64, c = 13/2, epsilon = 1/10.
    Karagodin, Polyanskiy, Rigollet (2024), arXiv:2411.04990, Theorem 5.2 and the lemma and remark on the interaction
    N_g lies in [4768430.191138489841687248781120004254233, 4768430.191138489841687248781120004254234]. *)
Theorem causal_frozen_window_N_g_2 :
  4768430.191138489841687248781120004254233 <=
  - (exp (- (128 * (sin (1 / 2 * (1 / 10 / sqrt 64))) ^ 2)) * (cos (1 / 10 / sqrt 64) - 64 * (sin (1 / 10 / sqrt 64)) ^ 2) / (exp (- (128 * (sin (1 / 2 * (63 / 10 / sqrt 64))) ^ 2)) * (cos (63 / 10 / sqrt 64) - 64 * (sin (63 / 10 / sqrt 64)) ^ 2)))
  <= 4768430.191138489841687248781120004254234.
Proof. certify 0 181. Qed.

(** causal.frozen-window: N_suff at beta = 64, c = 13/2, epsilon = 1/10.
    Karagodin, Polyanskiy, Rigollet (2024), arXiv:2411.04990, Theorem 5.2 and the lemma and remark on the interaction
    N_suff lies in [682.9466974793921717715976651096737066742, 682.9466974793921717715976651096737066743]. *)
Theorem causal_frozen_window_N_suff_2 :
  682.9466974793921717715976651096737066742 <=
  1 / 55 * exp (8427 / 800)
  <= 682.9466974793921717715976651096737066743.
Proof. certify 0 181. Qed.

(** causal.frozen-window: N_h at beta = 11, c = 142/25, epsilon = 9/100.
    Karagodin, Polyanskiy, Rigollet (2024), arXiv:2411.04990, Theorem 5.2 and the lemma and remark on the interaction
    N_h lies in [160.1298680172870363907331405454974282972, 160.1298680172870363907331405454974282973]. *)
Theorem causal_frozen_window_3 :
  160.1298680172870363907331405454974282972 <=
  exp (- (22 * (sin (1 / 2 * (9 / 100 / sqrt 11))) ^ 2)) * sin (9 / 100 / sqrt 11) / (exp (- (22 * (sin (1 / 2 * (9 / 2 / sqrt 11))) ^ 2)) * sin (9 / 2 / sqrt 11))
  <= 160.1298680172870363907331405454974282973.
Proof. certify 0 181. Qed.

(** causal.frozen-window: N_g at beta = 11, c = 142/25, epsilon = 9/100.
    Karagodin, Polyanskiy, Rigollet (2024), arXiv:2411.04990, Theorem 5.2 and the lemma and remark on the interaction
    N_g lies in [14054.45687714981892762391140079546255821, 14054.45687714981892762391140079546255822]. *)
Theorem causal_frozen_window_N_g_3 :
  14054.45687714981892762391140079546255821 <=
  - (exp (- (22 * (sin (1 / 2 * (9 / 100 / sqrt 11))) ^ 2)) * (cos (9 / 100 / sqrt 11) - 11 * (sin (9 / 100 / sqrt 11)) ^ 2) / (exp (- (22 * (sin (1 / 2 * (11 / 2 / sqrt 11))) ^ 2)) * (cos (11 / 2 / sqrt 11) - 11 * (sin (11 / 2 / sqrt 11)) ^ 2)))
  <= 14054.45687714981892762391140079546255822.
Proof. certify 0 181. Qed.

(** causal.frozen-window: N_suff at beta = 11, c = 142/25, epsilon = 9/100.
    Karagodin, Polyanskiy, Rigollet (2024), arXiv:2411.04990, Theorem 5.2 and the lemma and remark on the interaction
    N_suff lies in [38.18742532391110757055197755557017045213, 38.18742532391110757055197755557017045214]. *)
Theorem causal_frozen_window_N_suff_3 :
  38.18742532391110757055197755557017045213 <=
  1 / 52 * exp (243 / 32)
  <= 38.18742532391110757055197755557017045214.
Proof. certify 0 181. Qed.

(** causal.two-token-time: T at beta = 1, phi0 = 1, phi1 = 1/10.
    Karagodin, Polyanskiy, Rigollet (2024), arXiv:2411.04990, model with two tokens
    T lies in [5.074193757615477845958065399300942275178, 5.074193757615477845958065399300942275179]. *)
Theorem causal_two_token_time :
  5.074193757615477845958065399300942275178 <=
  ln (tan (1 / 2) / tan (1 / 20)) + RInt (fun u => exp u / u) (2 * (sin (1 / 20)) ^ 2) (2 * (sin (1 / 2)) ^ 2) / 2 + exp 2 / 2 * (E1 (2 * (cos (1 / 2)) ^ 2) - E1 (2 * (cos (1 / 20)) ^ 2))
  <= 5.074193757615477845958065399300942275179.
Proof. certify 57 185. Qed.

(** causal.force-peak: h_max at beta = [1,2].
    Karagodin, Polyanskiy, Rigollet (2024), arXiv:2411.04990, lemma on the interaction, eq. (3)
    for all beta in [1, 2]: sqrt(2/(1 + sqrt(1 + 4*beta^2)))*exp(-2*beta/(1 + 2*beta + sqrt(1 + 4*beta^2))) < 1. *)
Theorem causal_force_peak_below_1 :
  forall beta, 1 <= beta <= 2 ->
  sqrt (2 / (1 + sqrt (1 + 4 * beta ^ 2))) * exp (- (2 * beta / (1 + 2 * beta + sqrt (1 + 4 * beta ^ 2))))
  < 1.
Proof. intros beta H. certify_range beta 0 84 10. Qed.
