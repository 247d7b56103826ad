(** Constants: theorems printed by `vlasov certify`. Not to be edited. *)
From Vlasov Require Import Strict.

(** clustering.energy-uniform: uniform at beta = 1, d = 3.
    Geshkovski, Letrouit, Polyanskiy, Rigollet (2025), arXiv:2312.10794, interaction energy; values derived
    uniform lies in [0.5876005968219007284411909252978004075778, 0.5876005968219007284411909252978004075779]. *)
Theorem clustering_energy_uniform_1 :
  0.5876005968219007284411909252978004075778 <=
  Hypergeometric0F1 (3 / 2) (1 / 4) / 2
  <= 0.5876005968219007284411909252978004075779.
Proof. certify 24 181. Qed.

(** clustering.energy-uniform: uniform at beta = 5, d = 2.
    Geshkovski, Letrouit, Polyanskiy, Rigollet (2025), arXiv:2312.10794, interaction energy; values derived
    uniform lies in [2.723987182360444689454423207588441928247, 2.723987182360444689454423207588441928248]. *)
Theorem clustering_energy_uniform_2 :
  2.723987182360444689454423207588441928247 <=
  Hypergeometric0F1 1 (25 / 4) / 10
  <= 2.723987182360444689454423207588441928248.
Proof. certify 39 181. Qed.

(** clustering.energy-uniform: cluster at beta = 1.
    Geshkovski, Letrouit, Polyanskiy, Rigollet (2025), arXiv:2312.10794, interaction energy; values derived
    cluster lies in [1.359140914229522617680143735676331248878, 1.359140914229522617680143735676331248879]. *)
Theorem clustering_energy_uniform_cluster :
  1.359140914229522617680143735676331248878 <=
  exp 1 / 2
  <= 1.359140914229522617680143735676331248879.
Proof. certify 0 181. Qed.

(** clustering.energy-uniform: equiangular at beta = 1, n = 4, rho = 0.5.
    Geshkovski, Letrouit, Polyanskiy, Rigollet (2025), arXiv:2312.10794, interaction energy; values derived
    equiangular lies in [0.9580557050699287094882799793493941515898, 0.9580557050699287094882799793493941515899]. *)
Theorem clustering_energy_uniform_equiangular :
  0.9580557050699287094882799793493941515898 <=
  (exp 1 + 3 * exp (1 / 2)) / 8
  <= 0.9580557050699287094882799793493941515899.
Proof. certify 0 181. Qed.

(** clustering.orthogonal-rate-constant: rate at kind = USA, n = 4, beta = 1, gamma0 = 0.
    Geshkovski, Letrouit, Polyanskiy, Rigollet (2025), arXiv:2312.10794, rate of the theorem on orthogonal initial sequences; the constant beyond the paper
    rate lies in [5.436563656918090470720574942705324995514, 5.436563656918090470720574942705324995515]. *)
Theorem clustering_orthogonal_rate_constant_rate :
  5.436563656918090470720574942705324995514 <=
  2 * exp 1
  <= 5.436563656918090470720574942705324995515.
Proof. certify 0 181. Qed.

(** clustering.high-dim-concentration: horizon at n = 2, d = 1000000, beta = 1, eps = 0.5.
    Geshkovski, Letrouit, Polyanskiy, Rigollet (2025), arXiv:2312.10794, theorem on high dimension; initial_tail beyond the paper
    horizon lies in [0.2104282480312120516455832459008809401268, 0.2104282480312120516455832459008809401269]. *)
Theorem clustering_high_dim_concentration_horizon :
  0.2104282480312120516455832459008809401268 <=
  ln (1 / 2 / (2 * sqrt (ln 1000000 / 1000000))) / (20 * Rmax 1 1)
  <= 0.2104282480312120516455832459008809401269.
Proof. certify 0 181. Qed.

(** clustering.high-dim-concentration: bound at n = 2, d = 1000000, beta = 1, t = 0.1.
    Geshkovski, Letrouit, Polyanskiy, Rigollet (2025), arXiv:2312.10794, theorem on high dimension; initial_tail beyond the paper
    bound lies in [0.05492909313754312172483890131218894887042, 0.05492909313754312172483890131218894887043]. *)
Theorem clustering_high_dim_concentration_bound :
  0.05492909313754312172483890131218894887042 <=
  2 * exp (20 * Rmax 1 1 * (1 / 10)) * sqrt (ln 1000000 / 1000000)
  <= 0.05492909313754312172483890131218894887043.
Proof. certify 0 181. Qed.

(** clustering.high-dim-concentration: probability at n = 2, d = 100000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000.
    Geshkovski, Letrouit, Polyanskiy, Rigollet (2025), arXiv:2312.10794, theorem on high dimension; initial_tail beyond the paper
    probability lies in [0.9940008463253403533815825257950789084924, 0.9940008463253403533815825257950789084925]. *)
Theorem clustering_high_dim_concentration_probability :
  0.9940008463253403533815825257950789084924 <=
  Rmax 0 (1 - 8 * exp (- (ln 100000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000 / 64)))
  <= 0.9940008463253403533815825257950789084925.
Proof. certify 0 181. Qed.

(** clustering.cone-collapse-rate: kappa at kind = SA, n = 6, beta = 1, r0 = 0.3.
    Geshkovski, Letrouit, Polyanskiy, Rigollet (2025), arXiv:2312.10794, cone collapse theorem (rate of its proof); all-time rate beyond the paper
    kappa lies in [0.04860772528016422956191070435427565524781, 0.04860772528016422956191070435427565524782]. *)
Theorem clustering_cone_collapse_rate_1 :
  0.04860772528016422956191070435427565524781 <=
  3 / 10 * exp (- (91 / 50))
  <= 0.04860772528016422956191070435427565524782.
Proof. certify 0 181. Qed.

(** clustering.cone-collapse-rate: kappa at kind = USA, n = 6, beta = 1, r0 = 0.3.
    Geshkovski, Letrouit, Polyanskiy, Rigollet (2025), arXiv:2312.10794, cone collapse theorem (rate of its proof); all-time rate beyond the paper
    kappa lies in [0.1321294963517997787653234526321444926333, 0.1321294963517997787653234526321444926334]. *)
Theorem clustering_cone_collapse_rate_2 :
  0.1321294963517997787653234526321444926333 <=
  3 / 10 * exp (- (41 / 50))
  <= 0.1321294963517997787653234526321444926334.
Proof. certify 0 181. Qed.

(** clustering.cone-collapse-rate: paper_rate at kind = SA, n = 6, beta = 1, r0 = 0.3.
    Geshkovski, Letrouit, Polyanskiy, Rigollet (2025), arXiv:2312.10794, cone collapse theorem (rate of its proof); all-time rate beyond the paper
    paper_rate lies in [0.01127794026971772432449995791437370028396, 0.01127794026971772432449995791437370028397]. *)
Theorem clustering_cone_collapse_rate_paper_rate :
  0.01127794026971772432449995791437370028396 <=
  exp (-2) / 12
  <= 0.01127794026971772432449995791437370028397.
Proof. certify 0 181. Qed.

(** clustering.force-inflection: x at beta = 1.
    Geshkovski, Letrouit, Polyanskiy, Rigollet (2025), arXiv:2312.10794, d = 2; the kernel of arXiv:2410.06833, section 3.2
    x lies in [0.9045568943023813641273167956619587214310, 0.9045568943023813641273167956619587214311]. *)
Theorem clustering_force_inflection_1 :
  0.9045568943023813641273167956619587214310 <=
  atan (sqrt ((1 + sqrt 5) / 2))
  <= 0.9045568943023813641273167956619587214311.
Proof. certify 0 181. Qed.

(** clustering.force-inflection: x at beta = 10.
    Geshkovski, Letrouit, Polyanskiy, Rigollet (2025), arXiv:2312.10794, d = 2; the kernel of arXiv:2410.06833, section 3.2
    x lies in [0.3135350643457014604692799830525890908238, 0.3135350643457014604692799830525890908239]. *)
Theorem clustering_force_inflection_2 :
  0.3135350643457014604692799830525890908238 <=
  atan (sqrt ((1 + sqrt 401) / 200))
  <= 0.3135350643457014604692799830525890908239.
Proof. certify 0 181. Qed.

(** clustering.layernorm-initial-velocity: velocity at scheme = post, beta = 1, n = 4, r0 = 1, alpha = 1.
    Karagodin, Ge, Polyanskiy, Rigollet (2025), arXiv:2510.22026, initial velocities
    velocity lies in [0.3497554090542188726015643449263583932373, 0.3497554090542188726015643449263583932374]. *)
Theorem clustering_layernorm_initial_velocity_1 :
  0.3497554090542188726015643449263583932373 <=
  2 / (exp 1 + 4 - 1)
  <= 0.3497554090542188726015643449263583932374.
Proof. certify 0 181. Qed.

(** clustering.layernorm-initial-velocity: velocity at scheme = peri, beta = 1, n = 4, r0 = 2, alpha = 1.
    Karagodin, Ge, Polyanskiy, Rigollet (2025), arXiv:2510.22026, initial velocities
    velocity lies in [0.3102501172561723841139174491861067060394, 0.3102501172561723841139174491861067060395]. *)
Theorem clustering_layernorm_initial_velocity_2 :
  0.3102501172561723841139174491861067060394 <=
  2 / (2 * sqrt (exp 2 + 4 - 1))
  <= 0.3102501172561723841139174491861067060395.
Proof. certify 0 181. Qed.

(** clustering.long-context-overlap: rho_out at n = 100, gamma = 1.25, rho = 0.2.
    Rigollet (2025), arXiv:2512.01868, long contexts (arXiv:2510.05554); the value at finite n is derived
    rho_out lies in [0.5099316224358413440504018900708776579121, 0.5099316224358413440504018900708776579122]. *)
Theorem clustering_long_context_overlap_1 :
  0.5099316224358413440504018900708776579121 <=
  (1 / 5 * (exp (ln 100) - 1) * (exp (ln 100) - 1) + (208 / 5 * (exp (ln 100) - 1) + 2080)) / ((exp (ln 100) - 1) * (exp (ln 100) - 1) + (208 / 5 * (exp (ln 100) - 1) + 2080))
  <= 0.5099316224358413440504018900708776579122.
Proof. certify 0 181. Qed.

(** clustering.long-context-overlap: rho_out at n = 1000, gamma = 1, rho = 0.5.
    Rigollet (2025), arXiv:2512.01868, long contexts (arXiv:2510.05554); the value at finite n is derived
    rho_out lies in [0.9991188028216074169911580727671820770912, 0.9991188028216074169911580727671820770913]. *)
Theorem clustering_long_context_overlap_2 :
  0.9991188028216074169911580727671820770912 <=
  (1 / 2 * (exp (1 / 2 * ln 1000) - 1) * (exp (1 / 2 * ln 1000) - 1) + (1001 * (exp (1 / 2 * ln 1000) - 1) + 500500)) / ((exp (1 / 2 * ln 1000) - 1) * (exp (1 / 2 * ln 1000) - 1) + (1001 * (exp (1 / 2 * ln 1000) - 1) + 500500))
  <= 0.9991188028216074169911580727671820770913.
Proof. certify 0 181. Qed.

(** clustering.long-context-window: rho_out at c = 1, rho = 0.5.
    Rigollet (2025), arXiv:2512.01868, beyond the paper: finite-size scaling
    rho_out lies in [0.6517007306870544590371946376891826148371, 0.6517007306870544590371946376891826148372]. *)
Theorem clustering_long_context_window :
  0.6517007306870544590371946376891826148371 <=
  1 / 2 / ((1 + tanh (1 / 2)) / 2 * ((1 + tanh (1 / 2)) / 2) * (1 / 2) + 1 / 2)
  <= 0.6517007306870544590371946376891826148372.
Proof. certify 0 181. Qed.

(** clustering.noisy-linear-threshold: K at d = 2, beta = 1.
    Mun, Rosenzweig (2026), arXiv:2606.05140, linear threshold
    K lies in [0.8847066188402912928564555690934590391854, 0.8847066188402912928564555690934590391855]. *)
Theorem clustering_noisy_linear_threshold_1 :
  0.8847066188402912928564555690934590391854 <=
  2 / (2 * Hypergeometric0F1 2 (1 / 4))
  <= 0.8847066188402912928564555690934590391855.
Proof. certify 24 181. Qed.

(** clustering.noisy-linear-threshold: K at d = 3, beta = 2.
    Mun, Rosenzweig (2026), arXiv:2606.05140, linear threshold
    K lies in [1.026290753391030366839858744288624700900, 1.026290753391030366839858744288624700901]. *)
Theorem clustering_noisy_linear_threshold_2 :
  1.026290753391030366839858744288624700900 <=
  3 / (2 * Hypergeometric0F1 (5 / 2) 1)
  <= 1.026290753391030366839858744288624700901.
Proof. certify 29 181. Qed.

(** clustering.noisy-tricritical-beta: beta at d = 2.
    Mun, Rosenzweig (2026), arXiv:2606.05140, phase transition
    beta in [2.446918311289046130903948364907778706072, 2.446918311289046130903948364907778706073], the only root of besseliratio(1, beta) = 1/2 for beta in [0, 6]. *)
Theorem clustering_noisy_tricritical_beta_1 :
  exists beta, 2.446918311289046130903948364907778706072 <= beta <= 2.446918311289046130903948364907778706073 /\
  BesselRatio 1 beta = 1 / 2 /\
  (forall y, 0 <= y <= 6 ->
    BesselRatio 1 y = 1 / 2 -> y = beta).
Proof. root_BesselRatio 32 189. Qed.

(** clustering.noisy-tricritical-beta: beta at d = 3.
    Mun, Rosenzweig (2026), arXiv:2606.05140, phase transition
    beta in [1.816154525435883962764440293744278072566, 1.816154525435883962764440293744278072567], the only root of besseliratio(3/2, beta) = 1/3 for beta in [0, 4]. *)
Theorem clustering_noisy_tricritical_beta_2 :
  exists beta, 1.816154525435883962764440293744278072566 <= beta <= 1.816154525435883962764440293744278072567 /\
  BesselRatio (3 / 2) beta = 1 / 3 /\
  (forall y, 0 <= y <= 4 ->
    BesselRatio (3 / 2) y = 1 / 3 -> y = beta).
Proof. root_BesselRatio 29 190. Qed.

(** clustering.noisy-tricritical-beta: beta at d = 32.
    Mun, Rosenzweig (2026), arXiv:2606.05140, phase transition
    beta in [1.063480953262519995990236242612643781379, 1.063480953262519995990236242612643781380], the only root of besseliratio(16, beta) = 1/32 for beta in [0, 4]. *)
Theorem clustering_noisy_tricritical_beta_3 :
  exists beta, 1.063480953262519995990236242612643781379 <= beta <= 1.063480953262519995990236242612643781380 /\
  BesselRatio 16 beta = 1 / 32 /\
  (forall y, 0 <= y <= 4 ->
    BesselRatio 16 y = 1 / 32 -> y = beta).
Proof. root_BesselRatio 23 193. Qed.

(** clustering.noisy-tricritical-beta: beta at d = 128.
    Mun, Rosenzweig (2026), arXiv:2606.05140, phase transition
    beta in [1.015686053385347724191805209050208909679, 1.015686053385347724191805209050208909680], the only root of besseliratio(64, beta) = 1/128 for beta in [0, 4]. *)
Theorem clustering_noisy_tricritical_beta_4 :
  exists beta, 1.015686053385347724191805209050208909679 <= beta <= 1.015686053385347724191805209050208909680 /\
  BesselRatio 64 beta = 1 / 128 /\
  (forall y, 0 <= y <= 4 ->
    BesselRatio 64 y = 1 / 128 -> y = beta).
Proof. root_BesselRatio 21 195. Qed.

(** clustering.noisy-tricritical-beta: beta at d = 256.
    Mun, Rosenzweig (2026), arXiv:2606.05140, phase transition
    beta in [1.007827759940641648594308421245702621948, 1.007827759940641648594308421245702621949], the only root of besseliratio(128, beta) = 1/256 for beta in [0, 4]. *)
Theorem clustering_noisy_tricritical_beta_5 :
  exists beta, 1.007827759940641648594308421245702621948 <= beta <= 1.007827759940641648594308421245702621949 /\
  BesselRatio 128 beta = 1 / 256 /\
  (forall y, 0 <= y <= 4 ->
    BesselRatio 128 y = 1 / 256 -> y = beta).
Proof. root_BesselRatio 19 196. Qed.

(** clustering.noisy-tricritical-beta: beta at d = 1024.
    Mun, Rosenzweig (2026), arXiv:2606.05140, phase transition
    beta in [1.001954078678851484231013937036458749478, 1.001954078678851484231013937036458749479], the only root of besseliratio(512, beta) = 1/1024 for beta in [0, 4]. *)
Theorem clustering_noisy_tricritical_beta_6 :
  exists beta, 1.001954078678851484231013937036458749478 <= beta <= 1.001954078678851484231013937036458749479 /\
  BesselRatio 512 beta = 1 / 1024 /\
  (forall y, 0 <= y <= 4 ->
    BesselRatio 512 y = 1 / 1024 -> y = beta).
Proof. root_BesselRatio 17 198. Qed.

(** clustering.noisy-quartic: c4 at d = 2, beta = 1.
    Mun, Rosenzweig (2026), arXiv:2606.05140, beyond the paper: explains the tricritical point
    c4 lies in [0.01068554759828218809755728855104683038876, 0.01068554759828218809755728855104683038877]. *)
Theorem clustering_noisy_quartic_1 :
  0.01068554759828218809755728855104683038876 <=
  (1 - 2 * BesselRatio 1 1) / (64 * (1 - BesselRatio 1 1))
  <= 0.01068554759828218809755728855104683038877.
Proof. certify 24 183. Qed.

(** clustering.noisy-quartic: c4 at d = 3, beta = 4.
    Mun, Rosenzweig (2026), arXiv:2606.05140, beyond the paper: explains the tricritical point
    c4 lies in [-0.009923923926271574423444320046165926760320, -0.009923923926271574423444320046165926760319]. *)
Theorem clustering_noisy_quartic_2 :
  -0.009923923926271574423444320046165926760320 <=
  (1 - 3 * BesselRatio (3 / 2) 4) / (180 * (1 - BesselRatio (3 / 2) 4))
  <= -0.009923923926271574423444320046165926760319.
Proof. certify 35 181. Qed.

(** clustering.metastability-window: alpha at n = 4, beta = 60, eps = 0.01, theta_min = 2.0943951023931954923.
    Geshkovski, Koubbi, Polyanskiy, Rigollet (2024), arXiv:2410.06833, main theorem; the sharper T_1 is derived
    alpha lies in [-0.1226197163835639147924187304094219724281, -0.1226197163835639147924187304094219724280]. *)
Theorem clustering_metastability_window_1 :
  -0.1226197163835639147924187304094219724281 <=
  cos (Rmax 0 (20943951023931954923 / 10000000000000000000 - 4 * asin (sqrt (1 / 100))))
  <= -0.1226197163835639147924187304094219724280.
Proof. certify 0 181. Qed.

(** clustering.metastability-window: gamma at n = 4, beta = 60, eps = 0.01, theta_min = 2.0943951023931954923.
    Geshkovski, Koubbi, Polyanskiy, Rigollet (2024), arXiv:2410.06833, main theorem; the sharper T_1 is derived
    gamma lies in [0.9081046149037669495403830051317617848350, 0.9081046149037669495403830051317617848351]. *)
Theorem clustering_metastability_window_gamma_1 :
  0.9081046149037669495403830051317617848350 <=
  1 - cos (Rmax 0 (20943951023931954923 / 10000000000000000000 - 4 * asin (sqrt (1 / 100)))) - 2 / 25 - ln 3200 / 60
  <= 0.9081046149037669495403830051317617848351.
Proof. certify 0 181. Qed.

(** clustering.metastability-window: T2 at n = 4, beta = 60, eps = 0.01, theta_min = 2.0943951023931954923.
    Geshkovski, Koubbi, Polyanskiy, Rigollet (2024), arXiv:2410.06833, main theorem; the sharper T_1 is derived
    T2 lies in [447499850684421185018305159.7237753273183, 447499850684421185018305159.7237753273184]. *)
Theorem clustering_metastability_window_T2_1 :
  447499850684421185018305159.7237753273183 <=
  1 / 400 * exp ((1 - cos (Rmax 0 (20943951023931954923 / 10000000000000000000 - 4 * asin (sqrt (1 / 100))))) * 60)
  <= 447499850684421185018305159.7237753273184.
Proof. certify 0 181. Qed.

(** clustering.metastability-window: alpha at n = 6, beta = 40, eps = 0.005, theta_min = 1.5.
    Geshkovski, Koubbi, Polyanskiy, Rigollet (2024), arXiv:2410.06833, main theorem; the sharper T_1 is derived
    alpha lies in [0.3465355496991906643392022489814628208897, 0.3465355496991906643392022489814628208898]. *)
Theorem clustering_metastability_window_2 :
  0.3465355496991906643392022489814628208897 <=
  cos (Rmax 0 (3 / 2 - 4 * asin (sqrt (1 / 200))))
  <= 0.3465355496991906643392022489814628208898.
Proof. certify 0 181. Qed.

(** clustering.metastability-window: gamma at n = 6, beta = 40, eps = 0.005, theta_min = 1.5.
    Geshkovski, Koubbi, Polyanskiy, Rigollet (2024), arXiv:2410.06833, main theorem; the sharper T_1 is derived
    gamma lies in [0.3740898631617070359484127042923750266902, 0.3740898631617070359484127042923750266903]. *)
Theorem clustering_metastability_window_gamma_2 :
  0.3740898631617070359484127042923750266902 <=
  1 - cos (Rmax 0 (3 / 2 - 4 * asin (sqrt (1 / 200)))) - 1 / 25 - ln 14400 / 40
  <= 0.3740898631617070359484127042923750266903.
Proof. certify 0 181. Qed.

(** clustering.metastability-window: T2 at n = 6, beta = 40, eps = 0.005, theta_min = 1.5.
    Geshkovski, Koubbi, Polyanskiy, Rigollet (2024), arXiv:2410.06833, main theorem; the sharper T_1 is derived
    T2 lies in [187352265.6470497830676442020570625902460, 187352265.6470497830676442020570625902461]. *)
Theorem clustering_metastability_window_T2_2 :
  187352265.6470497830676442020570625902460 <=
  1 / 1200 * exp ((1 - cos (Rmax 0 (3 / 2 - 4 * asin (sqrt (1 / 200))))) * 40)
  <= 187352265.6470497830676442020570625902461.
Proof. certify 0 181. Qed.

(** clustering.metastability-window: T1 at n = 4, beta = 60, eps = 0.01, theta_min = 2.0943951023931954923, lambda = 0.5.
    Geshkovski, Koubbi, Polyanskiy, Rigollet (2024), arXiv:2410.06833, main theorem; the sharper T_1 is derived
    T1 lies in [1303.805868368609990032555604853227145825, 1303.805868368609990032555604853227145826]. *)
Theorem clustering_metastability_window_T1 :
  1303.805868368609990032555604853227145825 <=
  8 * exp (24 / 5) + exp 1 * 4 * (1 / 2) * 60 * 60 / 59
  <= 1303.805868368609990032555604853227145826.
Proof. certify 0 181. Qed.

(** clustering.metastability-window: T1_lean at n = 4, beta = 60, eps = 0.01, theta_min = 2.0943951023931954923, lambda = 0.5.
    Geshkovski, Koubbi, Polyanskiy, Rigollet (2024), arXiv:2410.06833, main theorem; the sharper T_1 is derived
    T1_lean lies in [704.6920297066729568469901740543628227785, 704.6920297066729568469901740543628227786]. *)
Theorem clustering_metastability_window_T1_lean :
  704.6920297066729568469901740543628227785 <=
  4 * (2 / 25 - Rmax (exp (-30)) (Rmin (1 / 60) (2 / 25))) / (46 / 625 * exp (- (24 / 5))) + exp 1 * 4 * 60 / 59 * ln (Rmax (exp (-30)) (Rmin (1 / 60) (2 / 25)) / exp (-30))
  <= 704.6920297066729568469901740543628227786.
Proof. certify 0 181. Qed.

(** clustering.cap-collapse-time: bound at beta = 2, u0 = 0.5, c = 1.
    Geshkovski, Koubbi, Polyanskiy, Rigollet (2024), arXiv:2410.06833, lemma on the collapse; the exact time is derived
    bound lies in [16.30969097075427141216172482811597498654, 16.30969097075427141216172482811597498655]. *)
Theorem clustering_cap_collapse_time_bound :
  16.30969097075427141216172482811597498654 <=
  exp 1 / (1 / 2) + 4 * exp 1
  <= 16.30969097075427141216172482811597498655.
Proof. certify 0 181. Qed.

(** clustering.staircase-time: t at beta = 100, u0 = 1, m = 2.
    Geshkovski, Koubbi, Polyanskiy, Rigollet (2024), arXiv:2410.06833, crossing-time lemma
    t lies in [0.7051691748936077960717167595496086971471, 0.7051691748936077960717167595496086971472]. *)
Theorem clustering_staircase_time :
  0.7051691748936077960717167595496086971471 <=
  4 * ln (tan (1 / 2) / tan (sqrt (ln 100 / 100) / 2)) / (2 * ln 100)
  <= 0.7051691748936077960717167595496086971472.
Proof. certify 0 181. Qed.

(** clustering.staircase-time: T at beta = 100, u0 = 1, m = 2.
    Geshkovski, Koubbi, Polyanskiy, Rigollet (2024), arXiv:2410.06833, crossing-time lemma
    T lies in [1.370007419554383995753518590079499307693, 1.370007419554383995753518590079499307694]. *)
Theorem clustering_staircase_time_T :
  1.370007419554383995753518590079499307693 <=
  4 * ln (tan (1 / 2) / tan (1 / sqrt (100 * ln 100) / 2)) / (2 * ln 100)
  <= 1.370007419554383995753518590079499307694.
Proof. certify 0 181. Qed.

(** clustering.boolean-barrier: A at n = 2.
    Geshkovski, Letrouit, Polyanskiy, Rigollet (2023), arXiv:2305.05465, auxiliary constant; closed form derived
    A in [1.096434162727996604816703580999196267267, 1.096434162727996604816703580999196267268], with w >= 0 and w exp(w) = 4. *)
Theorem clustering_boolean_barrier_1 :
  forall w, 0 <= w -> w * exp w = 4 ->
  1.096434162727996604816703580999196267267 <= sqrt w <= 1.096434162727996604816703580999196267268.
Proof. certify_lambert 1.20216787319704293921207416549515344750151252 1.20216787319704293921207416549515344750151253 0 197. Qed.

(** clustering.boolean-barrier: A at n = 3.
    Geshkovski, Letrouit, Polyanskiy, Rigollet (2023), arXiv:2305.05465, auxiliary constant; closed form derived
    A in [1.295768659825355629227609241524468690105, 1.295768659825355629227609241524468690106], with w >= 0 and w exp(w) = 9. *)
Theorem clustering_boolean_barrier_2 :
  forall w, 0 <= w -> w * exp w = 9 ->
  1.295768659825355629227609241524468690105 <= sqrt w <= 1.295768659825355629227609241524468690106.
Proof. certify_lambert 1.67901641978559819544593278003003859899110256 1.67901641978559819544593278003003859899110257 0 197. Qed.

(** clustering.beta0-meanfield-flow: m at d = 3, a = 0.6.
    Chen, Lin, Polyanskiy, Rigollet (2025), arXiv:2504.14697, exponential clustering for small beta; exact at beta = 0
    m lies in [0.7390096039481200017537523931260151079392, 0.7390096039481200017537523931260151079393]. *)
Theorem clustering_beta0_meanfield_flow_1 :
  0.7390096039481200017537523931260151079392 <=
  4 / 5 * Hypergeometric2F1 1 (- (1 / 2)) (5 / 2) (9 / 25)
  <= 0.7390096039481200017537523931260151079393.
Proof. certify 119 181. Qed.

(** clustering.beta0-meanfield-flow: m at d = 5, a = 0.6.
    Chen, Lin, Polyanskiy, Rigollet (2025), arXiv:2504.14697, exponential clustering for small beta; exact at beta = 0
    m lies in [0.8180225689821354659183989789329002206125, 0.8180225689821354659183989789329002206126]. *)
Theorem clustering_beta0_meanfield_flow_2 :
  0.8180225689821354659183989789329002206125 <=
  24 / 25 * Hypergeometric2F1 1 (- (3 / 2)) (7 / 2) (9 / 25)
  <= 0.8180225689821354659183989789329002206126.
Proof. certify 120 181. Qed.

(** clustering.uniform-growth-rate: s at kind = SA, d = 2, k = 3, beta = 5.
    Bruno, Pasqualotto, Agazzi (2025), arXiv:2410.23228, instability of the uniform density; rates in the units of SA and USA
    s lies in [0.6826783336167464864907238971664792344645, 0.6826783336167464864907238971664792344646]. *)
Theorem clustering_uniform_growth_rate_1 :
  0.6826783336167464864907238971664792344645 <=
  9 / 5 * (BesselI 3 5 / BesselI 0 5)
  <= 0.6826783336167464864907238971664792344646.
Proof. certify 39 181. Qed.

(** clustering.uniform-growth-rate: s at kind = SA, d = 8, k = 1, beta = 1.
    Bruno, Pasqualotto, Agazzi (2025), arXiv:2410.23228, instability of the uniform density; rates in the units of SA and USA
    s lies in [0.8642851990038480858469894308292385078399, 0.8642851990038480858469894308292385078400]. *)
Theorem clustering_uniform_growth_rate_2 :
  0.8642851990038480858469894308292385078399 <=
  7 * (BesselI 4 1 / BesselI 3 1)
  <= 0.8642851990038480858469894308292385078400.
Proof. certify 24 189. Qed.

(** clustering.mode-transition: beta_k at d = 2, k = 1.
    Bruno, Pasqualotto, Agazzi (2025), arXiv:2410.23228, index of the fastest mode
    beta_k in [1.044456862107774173674756195328603541309, 1.044456862107774173674756195328603541310], the only root of besseliratio(1, beta) = 1/4 for beta in [0, 4]. *)
Theorem clustering_mode_transition_1 :
  exists beta, 1.044456862107774173674756195328603541309 <= beta <= 1.044456862107774173674756195328603541310 /\
  BesselRatio 1 beta = 1 / 4 /\
  (forall y, 0 <= y <= 4 ->
    BesselRatio 1 y = 1 / 4 -> y = beta).
Proof. root_BesselRatio 25 190. Qed.

(** clustering.mode-transition: beta_k at d = 3, k = 2.
    Bruno, Pasqualotto, Agazzi (2025), arXiv:2410.23228, index of the fastest mode
    beta_k in [4.425293012395599196344652229910618951667, 4.425293012395599196344652229910618951668], the only root of besseliratio(5/2, beta) = 1/2 for beta in [0, 10]. *)
Theorem clustering_mode_transition_2 :
  exists beta, 4.425293012395599196344652229910618951667 <= beta <= 4.425293012395599196344652229910618951668 /\
  BesselRatio (5 / 2) beta = 1 / 2 /\
  (forall y, 0 <= y <= 10 ->
    BesselRatio (5 / 2) y = 1 / 2 -> y = beta).
Proof. root_BesselRatio 37 189. Qed.

(** clustering.orthogonal-time: T at kind = SA, n = 4, beta = 1, gamma0 = 0, gamma = 0.9.
    Geshkovski, Letrouit, Polyanskiy, Rigollet (2025), arXiv:2312.10794, theorem on orthogonal initial sequences; closed form beyond the paper
    T lies in [2.115631677278192788660111433903441937715, 2.115631677278192788660111433903441937716]. *)
Theorem clustering_orthogonal_time :
  2.115631677278192788660111433903441937715 <=
  (3 * (ln 37 / 2) + (RInt (fun u => exp u / u) (1 / 10) 1 + exp (4 / 3) * (E1 (1 / 3) - E1 (37 / 30))) / 2) / 4
  <= 2.115631677278192788660111433903441937716.
Proof. certify 49 183. Qed.

(** clustering.orthogonal-rate-constant: log_C at kind = SA, n = 4, beta = 1, gamma0 = 0.
    Geshkovski, Letrouit, Polyanskiy, Rigollet (2025), arXiv:2312.10794, rate of the theorem on orthogonal initial sequences; the constant beyond the paper
    log_C lies in [2.033300105586758301021696026122315804945, 2.033300105586758301021696026122315804946]. *)
Theorem clustering_orthogonal_rate_constant_1 :
  2.033300105586758301021696026122315804945 <=
  (3 * (ln 4 + ln 1) + (ln 1 - Ein (-1) + exp (4 / 3) * (E1 (1 / 3) - E1 (4 / 3)))) / 4
  <= 2.033300105586758301021696026122315804946.
Proof. certify 50 183. Qed.

(** clustering.orthogonal-rate-constant: log_C at kind = USA, n = 32, beta = 4, gamma0 = 0.
    Geshkovski, Letrouit, Polyanskiy, Rigollet (2025), arXiv:2312.10794, rate of the theorem on orthogonal initial sequences; the constant beyond the paper
    log_C lies in [116.5731573797243681475924254535598239915, 116.5731573797243681475924254535598239916]. *)
Theorem clustering_orthogonal_rate_constant_2 :
  116.5731573797243681475924254535598239915 <=
  ln 1 - Ein (-4) + exp (128 / 31) * (E1 (4 / 31) - E1 (128 / 31))
  <= 116.5731573797243681475924254535598239916.
Proof. certify 72 189. Qed.

(** clustering.orthogonal-rate-constant: C at kind = SA, n = 4, beta = 1, gamma0 = 0.
    Geshkovski, Letrouit, Polyanskiy, Rigollet (2025), arXiv:2312.10794, rate of the theorem on orthogonal initial sequences; the constant beyond the paper
    C lies in [7.639255154710535888163805335119346446530, 7.639255154710535888163805335119346446531]. *)
Theorem clustering_orthogonal_rate_constant_C :
  7.639255154710535888163805335119346446530 <=
  exp ((3 * (ln 4 + ln 1) + (ln 1 - Ein (-1) + exp (4 / 3) * (E1 (1 / 3) - E1 (4 / 3)))) / 4)
  <= 7.639255154710535888163805335119346446531.
Proof. certify 50 183. Qed.

(** clustering.phase-curve: t at n = 32, delta = 0.001, beta = 4.
    Geshkovski, Letrouit, Polyanskiy, Rigollet (2025), arXiv:2312.10794, level set of the phase diagram; explicit form beyond the paper
    t lies in [6.953501848808068738118403512217097507605, 6.953501848808068738118403512217097507606]. *)
Theorem clustering_phase_curve_t :
  6.953501848808068738118403512217097507605 <=
  (31 * (ln 31969 / 2) + (RInt (fun u => exp u / u) (1 / 250) 4 + exp (128 / 31) * (E1 (4 / 31) - E1 (31969 / 7750))) / 2) / 32
  <= 6.953501848808068738118403512217097507606.
Proof. certify 72 189. Qed.

(** clustering.acute-collapse-bound: T at kind = SA, n = 4, beta = 1, c0 = 0, c1 = 0.99.
    Geshkovski, Letrouit, Polyanskiy, Rigollet (2025), arXiv:2312.10794, beyond the paper
    T lies in [6.699117071695893310330856191952459874866, 6.699117071695893310330856191952459874867]. *)
Theorem clustering_acute_collapse_bound :
  6.699117071695893310330856191952459874866 <=
  (ln 199 / 2 + 3 * ((RInt (fun u => exp u / u) (1 / 100) 1 + exp 2 * (E1 1 - E1 (199 / 100))) / 2)) / 2
  <= 6.699117071695893310330856191952459874867.
Proof. certify 57 185. Qed.

(** clustering.layernorm-radius-law: r at beta = 1.5, n = 4, r0 = 1, rho0 = 0, rho = 0.9.
    Karagodin, Ge, Polyanskiy, Rigollet (2025), arXiv:2510.22026, beyond the paper: an exact first integral
    r lies in [5.581367069859428485210921545024561676125, 5.581367069859428485210921545024561676126]. *)
Theorem clustering_layernorm_radius_law :
  5.581367069859428485210921545024561676125 <=
  exp (ln 10 / 2 + (Ein (- (3 / 20)) - Ein (- (3 / 2)) - ln (37 / 10) + exp 2 * (E1 (1 / 2) - E1 (37 / 20))) / 8)
  <= 5.581367069859428485210921545024561676126.
Proof. certify 56 185. Qed.

(** clustering.layernorm-tail: K at beta = 1.5, n = 4, r0 = 1, rho0 = 0.
    Karagodin, Ge, Polyanskiy, Rigollet (2025), arXiv:2510.22026, exponent stated; the constant is derived
    K lies in [3.243960786440971585476677384443741413796, 3.243960786440971585476677384443741413797]. *)
Theorem clustering_layernorm_tail :
  3.243960786440971585476677384443741413796 <=
  exp (ln 1 + (3 * ln 4 - Ein (- (3 / 2)) + exp 2 * (E1 (1 / 2) - E1 2)) / 4) / 4
  <= 3.243960786440971585476677384443741413797.
Proof. certify 57 185. Qed.

(** clustering.cap-collapse-time: time at beta = 2, u0 = 0.5, c = 1.
    Geshkovski, Koubbi, Polyanskiy, Rigollet (2024), arXiv:2410.06833, lemma on the collapse; the exact time is derived
    time lies in [3.426777116147380567481219322803253030199, 3.426777116147380567481219322803253030200]. *)
Theorem clustering_cap_collapse_time :
  3.426777116147380567481219322803253030199 <=
  exp 2 * (E1 1 - E1 (- (2 * (exp (-2) - 1)))) + (ln (1 / 2) + 2 + Ein (- (2 * exp (-2))) - Ein (-1))
  <= 3.426777116147380567481219322803253030200.
Proof. certify 54 184. Qed.

(** clustering.uniform-growth-rate: s at kind = SA, d = 3, k = 2, beta = 4.
    Bruno, Pasqualotto, Agazzi (2025), arXiv:2410.23228, instability of the uniform density; rates in the units of SA and USA
    s lies in [0.6554949557981071988488742875113315776714, 0.6554949557981071988488742875113315776715]. *)
Theorem clustering_uniform_growth_rate_3 :
  0.6554949557981071988488742875113315776714 <=
  3 / 2 * (BesselRatio (1 / 2) 4 * BesselRatio (3 / 2) 4)
  <= 0.6554949557981071988488742875113315776715.
Proof. certify 36 181. Qed.

(** clustering.noisy-linear-threshold: K at d = 3, beta = [1,2].
    Mun, Rosenzweig (2026), arXiv:2606.05140, linear threshold
    for all beta in [1, 2]: 3/(2*hyp0f1(5/2, beta*beta/4)) > 1. *)
Theorem clustering_noisy_threshold_above_1 :
  forall beta, 1 <= beta <= 2 ->
  3 / (2 * Hypergeometric0F1 (5 / 2) (beta * beta / 4))
  > 1.
Proof. intros beta H. certify_range beta 18 84 10. Qed.
