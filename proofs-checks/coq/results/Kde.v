(** Constants: theorems printed by `vlasov certify`. Not to be edited. *)
From Vlasov Require Import Strict.

(** kde.moments: moment at beta = 100, t = 2, i = 1, j = 0.
    Geshkovski, Rigollet, Sun (2024), arXiv:2412.09080, lemmas on the mean and the covariance (asymptotics there; the exact forms are derived)
    moment lies in [0.0002719937106614178915893571420108138231109, 0.0002719937106614178915893571420108138231110]. *)
Theorem kde_moments_1 :
  0.0002719937106614178915893571420108138231109 <=
  sqrt (1 / 101) * exp (- (200 / 101)) * (2 / 101)
  <= 0.0002719937106614178915893571420108138231110.
Proof. certify 0 181. Qed.

(** kde.moments: moment at beta = 100, t = 2, i = 0, j = 1.
    Geshkovski, Rigollet, Sun (2024), arXiv:2412.09080, lemmas on the mean and the covariance (asymptotics there; the exact forms are derived)
    moment lies in [-0.0004026045519196235127981078488179867975752, -0.0004026045519196235127981078488179867975751]. *)
Theorem kde_moments_2 :
  -0.0004026045519196235127981078488179867975752 <=
  - (sqrt (1 / 101) * exp (- (200 / 101)) * (299 / 10201))
  <= -0.0004026045519196235127981078488179867975751.
Proof. certify 0 181. Qed.

(** kde.moments: moment at beta = 100, t = 2, i = 2, j = 0.
    Geshkovski, Rigollet, Sun (2024), arXiv:2412.09080, lemmas on the mean and the covariance (asymptotics there; the exact forms are derived)
    moment lies in [0.00004892108627538866013676609396084169736039, 0.00004892108627538866013676609396084169736040]. *)
Theorem kde_moments_3 :
  0.00004892108627538866013676609396084169736039 <=
  sqrt (1 / 201) * exp (- (400 / 201)) * (205 / 40401)
  <= 0.00004892108627538866013676609396084169736040.
Proof. certify 0 181. Qed.

(** kde.moments: moment at beta = 100, t = 2, i = 1, j = 1.
    Geshkovski, Rigollet, Sun (2024), arXiv:2412.09080, lemmas on the mean and the covariance (asymptotics there; the exact forms are derived)
    moment lies in [-0.00004820041889596478156127726932707805434869, -0.00004820041889596478156127726932707805434868]. *)
Theorem kde_moments_4 :
  -0.00004820041889596478156127726932707805434869 <=
  - (sqrt (1 / 201) * exp (- (400 / 201)) * (40598 / 8120601))
  <= -0.00004820041889596478156127726932707805434868.
Proof. certify 0 181. Qed.

(** kde.moments: moment at beta = 100, t = 2, i = 0, j = 2.
    Geshkovski, Rigollet, Sun (2024), arXiv:2412.09080, lemmas on the mean and the covariance (asymptotics there; the exact forms are derived)
    moment lies in [0.007302126034181423246409740053615991553015, 0.007302126034181423246409740053615991553016]. *)
Theorem kde_moments_5 :
  0.007302126034181423246409740053615991553015 <=
  sqrt (1 / 201) * exp (- (400 / 201)) * (1236229801 / 1632240801)
  <= 0.007302126034181423246409740053615991553016.
Proof. certify 0 181. Qed.

(** kde.moments: moment at beta = 100, t = 2, i = 3, j = 0.
    Geshkovski, Rigollet, Sun (2024), arXiv:2412.09080, lemmas on the mean and the covariance (asymptotics there; the exact forms are derived)
    moment lies in [0.0000005223375671676936019661210822299883687667, 0.0000005223375671676936019661210822299883687668]. *)
Theorem kde_moments_6 :
  0.0000005223375671676936019661210822299883687667 <=
  sqrt (1 / 301) * exp (- (600 / 301)) * (1814 / 27270901)
  <= 0.0000005223375671676936019661210822299883687668.
Proof. certify 0 181. Qed.

(** kde.moments: moment at beta = 100, t = 2, i = 2, j = 1.
    Geshkovski, Rigollet, Sun (2024), arXiv:2412.09080, lemmas on the mean and the covariance (asymptotics there; the exact forms are derived)
    moment lies in [-0.0000002592440285681486695667308579613630749284, -0.0000002592440285681486695667308579613630749283]. *)
Theorem kde_moments_7 :
  -0.0000002592440285681486695667308579613630749284 <=
  - (sqrt (1 / 301) * exp (- (600 / 301)) * (270995 / 8208541201))
  <= -0.0000002592440285681486695667308579613630749283.
Proof. certify 0 181. Qed.

(** kde.moments: moment at beta = 100, t = 2, i = 1, j = 2.
    Geshkovski, Rigollet, Sun (2024), arXiv:2412.09080, lemmas on the mean and the covariance (asymptotics there; the exact forms are derived)
    moment lies in [0.00003485993942232292336826082175396587859476, 0.00003485993942232292336826082175396587859477]. *)
Theorem kde_moments_8 :
  0.00003485993942232292336826082175396587859476 <=
  sqrt (1 / 301) * exp (- (600 / 301)) * (10968459602 / 2470770901501)
  <= 0.00003485993942232292336826082175396587859477.
Proof. certify 0 181. Qed.

(** kde.moments: moment at beta = 100, t = 2, i = 0, j = 3.
    Geshkovski, Rigollet, Sun (2024), arXiv:2412.09080, lemmas on the mean and the covariance (asymptotics there; the exact forms are derived)
    moment lies in [0.003438195674508238587808698422621845493395, 0.003438195674508238587808698422621845493396]. *)
Theorem kde_moments_9 :
  0.003438195674508238587808698422621845493395 <=
  sqrt (1 / 301) * exp (- (600 / 301)) * (325623767750301 / 743702041351801)
  <= 0.003438195674508238587808698422621845493396.
Proof. certify 0 181. Qed.

(** kde.moments: s11 at beta = 100, t = 2.
    Geshkovski, Rigollet, Sun (2024), arXiv:2412.09080, lemmas on the mean and the covariance (asymptotics there; the exact forms are derived)
    s11 lies in [0.00004884710569674929302394108624238615053948, 0.00004884710569674929302394108624238615053949]. *)
Theorem kde_moments_s11 :
  0.00004884710569674929302394108624238615053948 <=
  (205 - 8201604 * (sqrt (201 * sqrt 201 / 101) / 10201 * exp (- (20000 / 20301))) ^ 2) / (40401 * sqrt 201) * exp (- (400 / 201))
  <= 0.00004884710569674929302394108624238615053949.
Proof. certify 0 181. Qed.

(** kde.moments: s12 at beta = 100, t = 2.
    Geshkovski, Rigollet, Sun (2024), arXiv:2412.09080, lemmas on the mean and the covariance (asymptotics there; the exact forms are derived)
    s12 lies in [-0.00004809091298995898568635312423886910138110, -0.00004809091298995898568635312423886910138109]. *)
Theorem kde_moments_s12 :
  -0.00004809091298995898568635312423886910138110 <=
  (- (sqrt (1 / 201) * (40598 / 8120601)) + sqrt (1 / 101) * (2 / 101) * exp (- (20000 / 20301)) * (sqrt (1 / 101) * (299 / 10201) * exp (- (20000 / 20301)))) * exp (- (400 / 201))
  <= -0.00004809091298995898568635312423886910138109.
Proof. certify 0 181. Qed.

(** kde.moments: s22 at beta = 100, t = 2.
    Geshkovski, Rigollet, Sun (2024), arXiv:2412.09080, lemmas on the mean and the covariance (asymptotics there; the exact forms are derived)
    s22 lies in [0.007301963943756196845584976096282454538474, 0.007301963943756196845584976096282454538475]. *)
Theorem kde_moments_s22 :
  0.007301963943756196845584976096282454538474 <=
  (sqrt (1 / 201) * (1236229801 / 1632240801) - (- (sqrt (1 / 101) * (299 / 10201) * exp (- (20000 / 20301)))) ^ 2) * exp (- (400 / 201))
  <= 0.007301963943756196845584976096282454538475.
Proof. certify 0 181. Qed.

(** kde.moments: tau2 at beta = 100, t = 2.
    Geshkovski, Rigollet, Sun (2024), arXiv:2412.09080, lemmas on the mean and the covariance (asymptotics there; the exact forms are derived)
    tau2 lies in [0.007254617516998270934976201154774238480180, 0.007254617516998270934976201154774238480181]. *)
Theorem kde_moments_tau2 :
  0.007254617516998270934976201154774238480180 <=
  (1252631401 - (sqrt (201 * sqrt 201 / 101) / 10201 * exp (- (20000 / 20301))) ^ 2 * 50197838931601) / (8120601 * sqrt 201 * (205 - 8201604 * (sqrt (201 * sqrt 201 / 101) / 10201 * exp (- (20000 / 20301))) ^ 2)) * exp (- (400 / 201))
  <= 0.007254617516998270934976201154774238480181.
Proof. certify 0 181. Qed.

(** kde.moments: det at beta = 100, t = 2.
    Geshkovski, Rigollet, Sun (2024), arXiv:2412.09080, lemmas on the mean and the covariance (asymptotics there; the exact forms are derived)
    det lies in [0.0000003543670686423034513068748501054764846382, 0.0000003543670686423034513068748501054764846383]. *)
Theorem kde_moments_det :
  0.0000003543670686423034513068748501054764846382 <=
  (1252631401 - (sqrt (201 * sqrt 201 / 101) / 10201 * exp (- (20000 / 20301))) ^ 2 * 50197838931601) / 65944160601201 * (exp (- (400 / 201))) ^ 2
  <= 0.0000003543670686423034513068748501054764846383.
Proof. certify 0 181. Qed.

(** kde.proxy-intensity: modes at n = 1000, beta = 100, t = 3/2.
    Geshkovski, Rigollet, Sun (2024), arXiv:2412.09080, main term of the Kac-Rice formula (the closed form is derived)
    modes lies in [0.6949056827722661636778105418494410024982, 0.6949056827722661636778105418494410024983]. *)
Theorem kde_proxy_intensity_1 :
  0.6949056827722661636778105418494410024982 <=
  sqrt (1238381676 - (sqrt (201 * sqrt 201 / 101) / 10201 * exp (- (3750 / 6767))) ^ 2 * 28110186906876) / (sqrt 201 * (813 / 4 - 18453609 / 4 * (sqrt (201 * sqrt 201 / 101) / 10201 * exp (- (3750 / 6767))) ^ 2)) * (exp (- ((303 / 2 * sqrt 201 * (sqrt (201 * sqrt 201 / 101) / 10201 * exp (- (3750 / 6767))) * sqrt 1000 / sqrt (813 / 4 - 18453609 / 4 * (sqrt (201 * sqrt 201 / 101) / 10201 * exp (- (3750 / 6767))) ^ 2)) ^ 2 / 2)) / sqrt (2 * PI)) * (exp (- ((- (492624 * (sqrt (201 * sqrt 201 / 101) / 10201 * exp (- (3750 / 6767))) * sqrt 1000 / (sqrt (813 / 4 - 18453609 / 4 * (sqrt (201 * sqrt 201 / 101) / 10201 * exp (- (3750 / 6767))) ^ 2) * sqrt (1238381676 - (sqrt (201 * sqrt 201 / 101) / 10201 * exp (- (3750 / 6767))) ^ 2 * 28110186906876)))) ^ 2 / 2)) / sqrt (2 * PI) - 492624 * (sqrt (201 * sqrt 201 / 101) / 10201 * exp (- (3750 / 6767))) * sqrt 1000 / (sqrt (813 / 4 - 18453609 / 4 * (sqrt (201 * sqrt 201 / 101) / 10201 * exp (- (3750 / 6767))) ^ 2) * sqrt (1238381676 - (sqrt (201 * sqrt 201 / 101) / 10201 * exp (- (3750 / 6767))) ^ 2 * 28110186906876)) * (Erfc (492624 * (sqrt (201 * sqrt 201 / 101) / 10201 * exp (- (3750 / 6767))) * sqrt 1000 / (sqrt (813 / 4 - 18453609 / 4 * (sqrt (201 * sqrt 201 / 101) / 10201 * exp (- (3750 / 6767))) ^ 2) * sqrt (1238381676 - (sqrt (201 * sqrt 201 / 101) / 10201 * exp (- (3750 / 6767))) ^ 2 * 28110186906876)) / sqrt 2) / 2))
  <= 0.6949056827722661636778105418494410024983.
Proof. certify 14 181. Qed.

(** kde.proxy-intensity: modes at n = 1000000, beta = 1e6, t = 0.
    Geshkovski, Rigollet, Sun (2024), arXiv:2412.09080, main term of the Kac-Rice formula (the closed form is derived)
    modes lies in [194.9348251894321346704187999354249614904, 194.9348251894321346704187999354249614905]. *)
Theorem kde_proxy_intensity_2 :
  194.9348251894321346704187999354249614904 <=
  sqrt (12000020000015000006000001 - (sqrt (2000001 * sqrt 2000001 / 1000001) / 1000002000001 * exp 0) ^ 2 * 8000028000038000025000008000001) / (sqrt 2000001 * (2000001 - 0 * (sqrt (2000001 * sqrt 2000001 / 1000001) / 1000002000001 * exp 0) ^ 2)) * (exp (- ((0 * sqrt 2000001 * (sqrt (2000001 * sqrt 2000001 / 1000001) / 1000002000001 * exp 0) * sqrt 1000000 / sqrt (2000001 - 0 * (sqrt (2000001 * sqrt 2000001 / 1000001) / 1000002000001 * exp 0) ^ 2)) ^ 2 / 2)) / sqrt (2 * PI)) * (exp (- ((4000008000005000001 * (sqrt (2000001 * sqrt 2000001 / 1000001) / 1000002000001 * exp 0) * sqrt 1000000 / (sqrt (2000001 - 0 * (sqrt (2000001 * sqrt 2000001 / 1000001) / 1000002000001 * exp 0) ^ 2) * sqrt (12000020000015000006000001 - (sqrt (2000001 * sqrt 2000001 / 1000001) / 1000002000001 * exp 0) ^ 2 * 8000028000038000025000008000001))) ^ 2 / 2)) / sqrt (2 * PI) + 4000008000005000001 * (sqrt (2000001 * sqrt 2000001 / 1000001) / 1000002000001 * exp 0) * sqrt 1000000 / (sqrt (2000001 - 0 * (sqrt (2000001 * sqrt 2000001 / 1000001) / 1000002000001 * exp 0) ^ 2) * sqrt (12000020000015000006000001 - (sqrt (2000001 * sqrt 2000001 / 1000001) / 1000002000001 * exp 0) ^ 2 * 8000028000038000025000008000001)) * (Erfc (- (4000008000005000001 * (sqrt (2000001 * sqrt 2000001 / 1000001) / 1000002000001 * exp 0) * sqrt 1000000 / (sqrt (2000001 - 0 * (sqrt (2000001 * sqrt 2000001 / 1000001) / 1000002000001 * exp 0) ^ 2) * sqrt (12000020000015000006000001 - (sqrt (2000001 * sqrt 2000001 / 1000001) / 1000002000001 * exp 0) ^ 2 * 8000028000038000025000008000001)) / sqrt 2)) / 2))
  <= 194.9348251894321346704187999354249614905.
Proof. certify 8 181. Qed.

(** kde.proxy-intensity: difference at n = 1000, beta = 100, t = 3/2.
    Geshkovski, Rigollet, Sun (2024), arXiv:2412.09080, main term of the Kac-Rice formula (the closed form is derived)
    difference lies in [-0.01640493602866456903220559537468934760489, -0.01640493602866456903220559537468934760488]. *)
Theorem kde_proxy_intensity_difference :
  -0.01640493602866456903220559537468934760489 <=
  - (exp (- ((303 / 2 * sqrt 201 * (sqrt (201 * sqrt 201 / 101) / 10201 * exp (- (3750 / 6767))) * sqrt 1000 / sqrt (813 / 4 - 18453609 / 4 * (sqrt (201 * sqrt 201 / 101) / 10201 * exp (- (3750 / 6767))) ^ 2)) ^ 2 / 2)) / sqrt (2 * PI) * 492624 * (sqrt (201 * sqrt 201 / 101) / 10201 * exp (- (3750 / 6767))) * sqrt 1000 / (sqrt 201 * (813 / 4 - 18453609 / 4 * (sqrt (201 * sqrt 201 / 101) / 10201 * exp (- (3750 / 6767))) ^ 2) * sqrt (813 / 4 - 18453609 / 4 * (sqrt (201 * sqrt 201 / 101) / 10201 * exp (- (3750 / 6767))) ^ 2)))
  <= -0.01640493602866456903220559537468934760488.
Proof. certify 0 181. Qed.

(** kde.proxy-intensity: limit at beta = 100.
    Geshkovski, Rigollet, Sun (2024), arXiv:2412.09080, main term of the Kac-Rice formula (the closed form is derived)
    limit lies in [1.122592413520930757337974299873034989362, 1.122592413520930757337974299873034989363]. *)
Theorem kde_proxy_intensity_limit :
  1.122592413520930757337974299873034989362 <=
  100 / (2 * PI * sqrt 201)
  <= 1.122592413520930757337974299873034989363.
Proof. certify 0 181. Qed.

(** kde.proxy-count: window at n = 1000, beta = 100.
    Geshkovski, Rigollet, Sun (2024), arXiv:2412.09080, main integral over the window T, of order sqrt(beta log beta) (evaluated exactly)
    window lies in [3.034854258770292701725944787099756914787, 3.034854258770292701725944787099756914788]. *)
Theorem kde_proxy_count_window :
  3.034854258770292701725944787099756914787 <=
  sqrt (Rmax 0 (2 * ln 1000 - ln 100))
  <= 3.034854258770292701725944787099756914788.
Proof. certify 0 181. Qed.

(** kde.edgeworth-third: k30 at beta = 100, t = 3/2.
    Geshkovski, Rigollet, Sun (2024), arXiv:2412.09080, Edgeworth expansion with the third-cumulant term psi (the closed form is derived)
    k30 lies in [0.6168813851759816128323441667652455310856, 0.6168813851759816128323441667652455310857]. *)
Theorem kde_edgeworth_third_k30 :
  0.6168813851759816128323441667652455310856 <=
  (sqrt (1 / 301) * (10863 / 218167208) * exp (11250 / 20167) - 3 * (sqrt (1 / 101) * (3 / 202) * exp (- (3750 / 6767))) * (sqrt (1 / 201) * (271 / 53868)) + 2 * (sqrt (1 / 101) * (3 / 202) * exp (- (3750 / 6767))) ^ 3) / ((813 / 4 - 18453609 / 4 * (sqrt (201 * sqrt 201 / 101) / 10201 * exp (- (3750 / 6767))) ^ 2) / (40401 * sqrt 201) * sqrt ((813 / 4 - 18453609 / 4 * (sqrt (201 * sqrt 201 / 101) / 10201 * exp (- (3750 / 6767))) ^ 2) / (40401 * sqrt 201)))
  <= 0.6168813851759816128323441667652455310857.
Proof. certify 0 181. Qed.

(** kde.mammen-fixed-interval: middle.
    Geshkovski, Rigollet, Sun (2024), arXiv:2412.09080, Mammen (1995) as quoted in the introduction (rates); the constants are derived
    middle lies in [0.2905247917815770400294982996057123783322, 0.2905247917815770400294982996057123783323]. *)
Theorem kde_mammen_fixed_interval :
  0.2905247917815770400294982996057123783322 <=
  sqrt (3 / (8 * sqrt 2 * PI))
  <= 0.2905247917815770400294982996057123783323.
Proof. certify 0 181. Qed.

(** kde.mammen-fixed-interval: upper.
    Geshkovski, Rigollet, Sun (2024), arXiv:2412.09080, Mammen (1995) as quoted in the introduction (rates); the constants are derived
    upper lies in [0.1949242003084190269764670125683141902358, 0.1949242003084190269764670125683141902359]. *)
Theorem kde_mammen_fixed_interval_upper :
  0.1949242003084190269764670125683141902358 <=
  sqrt (3 / 2) / (2 * PI)
  <= 0.1949242003084190269764670125683141902359.
Proof. certify 0 181. Qed.

(** kde.mammen-critical: modes at r = 0.01.
    Geshkovski, Rigollet, Sun (2024), arXiv:2412.09080, Mammen (1995) as quoted in the introduction (the limit is derived)
    modes lies in [3.432595898177322397092921624093911998096, 3.432595898177322397092921624093911998097]. *)
Theorem kde_mammen_critical_1 :
  3.432595898177322397092921624093911998096 <=
  Erfc (- (sqrt (4 * sqrt 2 * (1 / 100) / 3) / sqrt 2)) / 2 + exp (- ((sqrt (4 * sqrt 2 * (1 / 100) / 3)) ^ 2 / 2)) / sqrt (2 * PI) / sqrt (4 * sqrt 2 * (1 / 100) / 3)
  <= 3.432595898177322397092921624093911998097.
Proof. certify 22 181. Qed.

(** kde.mammen-critical: modes at r = 1.
    Geshkovski, Rigollet, Sun (2024), arXiv:2412.09080, Mammen (1995) as quoted in the introduction (the limit is derived)
    modes lies in [1.028320234248535340485862498950516574053, 1.028320234248535340485862498950516574054]. *)
Theorem kde_mammen_critical_2 :
  1.028320234248535340485862498950516574053 <=
  Erfc (- (sqrt (4 * sqrt 2 / 3) / sqrt 2)) / 2 + exp (- ((sqrt (4 * sqrt 2 / 3)) ^ 2 / 2)) / sqrt (2 * PI) / sqrt (4 * sqrt 2 / 3)
  <= 1.028320234248535340485862498950516574054.
Proof. certify 47 181. Qed.

(** kde.main-theorem: leading at n = 10000, beta = 1e3.
    Geshkovski, Rigollet, Sun (2024), arXiv:2412.09080, main theorem (order and belt are stated; the constant is derived from the Gaussian proxy)
    leading lies in [41.83007115634867329610072780801668796270, 41.83007115634867329610072780801668796271]. *)
Theorem kde_main_theorem_1 :
  41.83007115634867329610072780801668796270 <=
  2 * sqrt 1000 * (sqrt (3 / 2) / (2 * PI)) * (sqrt (2 * ln 10000 - ln 1000) - sqrt (Rmax 0 (2 * ln 10000 - 3 * ln 1000)))
  <= 41.83007115634867329610072780801668796271.
Proof. certify 0 181. Qed.

(** kde.main-theorem: outer at n = 10000, beta = 1e3.
    Geshkovski, Rigollet, Sun (2024), arXiv:2412.09080, main theorem (order and belt are stated; the constant is derived from the Gaussian proxy)
    outer lies in [3.393070212207555898941545071428128196880, 3.393070212207555898941545071428128196881]. *)
Theorem kde_main_theorem_outer :
  3.393070212207555898941545071428128196880 <=
  sqrt (2 * ln 10000 - ln 1000)
  <= 3.393070212207555898941545071428128196881.
Proof. certify 0 181. Qed.

(** kde.main-theorem: inner at n = 100000, beta = 1e3.
    Geshkovski, Rigollet, Sun (2024), arXiv:2412.09080, main theorem (order and belt are stated; the constant is derived from the Gaussian proxy)
    inner lies in [1.517427129385146350862972393549878457393, 1.517427129385146350862972393549878457394]. *)
Theorem kde_main_theorem_inner :
  1.517427129385146350862972393549878457393 <=
  sqrt (Rmax 0 (2 * ln 100000 - 3 * ln 1000))
  <= 1.517427129385146350862972393549878457394.
Proof. certify 0 181. Qed.

(** kde.main-theorem: leading at n = 100000, beta = 1e3.
    Geshkovski, Rigollet, Sun (2024), arXiv:2412.09080, main theorem (order and belt are stated; the constant is derived from the Gaussian proxy)
    leading lies in [30.78703113688877943339743546688794071297, 30.78703113688877943339743546688794071298]. *)
Theorem kde_main_theorem_2 :
  30.78703113688877943339743546688794071297 <=
  2 * sqrt 1000 * (sqrt (3 / 2) / (2 * PI)) * (sqrt (2 * ln 100000 - ln 1000) - sqrt (Rmax 0 (2 * ln 100000 - 3 * ln 1000)))
  <= 30.78703113688877943339743546688794071298.
Proof. certify 0 181. Qed.

(** kde.shot-noise: infinity.
    Geshkovski, Rigollet, Sun (2024), arXiv:2412.09080, beyond the paper: local limit at the outer edge of the belt
    infinity lies in [0.1949242003084190269764670125683141902358, 0.1949242003084190269764670125683141902359]. *)
Theorem kde_shot_noise_infinity :
  0.1949242003084190269764670125683141902358 <=
  sqrt (3 / 2) / (2 * PI)
  <= 0.1949242003084190269764670125683141902359.
Proof. certify 0 181. Qed.

(** kde.shot-noise-c4: c4.
    Geshkovski, Rigollet, Sun (2024), arXiv:2412.09080, beyond the paper: fourth-order Edgeworth term at the origin
    c4 lies in [-0.002012276790937658841449953411701213792793, -0.002012276790937658841449953411701213792792]. *)
Theorem kde_shot_noise_c4 :
  -0.002012276790937658841449953411701213792793 <=
  (256 / 19683 - 3 / (128 * sqrt 2)) / sqrt PI
  <= -0.002012276790937658841449953411701213792792.
Proof. certify 0 181. Qed.

(** kde.expected-n2: modes at beta = 1.
    Geshkovski, Rigollet, Sun (2024), arXiv:2412.09080, beyond the paper: X_1 - X_2 has the law N(0, 2)
    modes lies in [1.157299207050285130658779364917390740703, 1.157299207050285130658779364917390740704]. *)
Theorem kde_expected_n2_1 :
  1.157299207050285130658779364917390740703 <=
  1 + Erfc (1 / sqrt 1)
  <= 1.157299207050285130658779364917390740704.
Proof. certify 48 183. Qed.

(** kde.expected-n2: modes at beta = 4.
    Geshkovski, Rigollet, Sun (2024), arXiv:2412.09080, beyond the paper: X_1 - X_2 has the law N(0, 2)
    modes lies in [1.479500122186953462317253346108035471263, 1.479500122186953462317253346108035471264]. *)
Theorem kde_expected_n2_2 :
  1.479500122186953462317253346108035471263 <=
  1 + Erfc (1 / sqrt 4)
  <= 1.479500122186953462317253346108035471264.
Proof. certify 35 182. Qed.

(** kde.expected-n2: modes at beta = 100.
    Geshkovski, Rigollet, Sun (2024), arXiv:2412.09080, beyond the paper: X_1 - X_2 has the law N(0, 2)
    modes lies in [1.887537083981715107796724928256031616778, 1.887537083981715107796724928256031616779]. *)
Theorem kde_expected_n2_3 :
  1.887537083981715107796724928256031616778 <=
  1 + Erfc (1 / sqrt 100)
  <= 1.887537083981715107796724928256031616779.
Proof. certify 22 181. Qed.

(** kde.two-atoms: Lstar at d = 1.1, w1 = 1, w2 = 1.
    Geshkovski, Rigollet, Sun (2024), arXiv:2412.09080, beyond the paper: classical for mixtures of two normal laws
    Lstar lies in [0.1210301441200544231835482499151656942785, 0.1210301441200544231835482499151656942786]. *)
Theorem kde_two_atoms_1 :
  0.1210301441200544231835482499151656942785 <=
  2 * (sqrt (21 / 100) * (11 / 10) - arcsinh (sqrt (21 / 100)))
  <= 0.1210301441200544231835482499151656942786.
Proof. certify 0 181. Qed.

(** kde.two-atoms: Lstar at d = 1.25, w1 = 1, w2 = 1.
    Geshkovski, Rigollet, Sun (2024), arXiv:2412.09080, beyond the paper: classical for mixtures of two normal laws
    Lstar lies in [0.4887056388801093811655357570836468638489, 0.4887056388801093811655357570836468638490]. *)
Theorem kde_two_atoms_2 :
  0.4887056388801093811655357570836468638489 <=
  2 * (sqrt (9 / 16) * (5 / 4) - arcsinh (sqrt (9 / 16)))
  <= 0.4887056388801093811655357570836468638490.
Proof. certify 0 181. Qed.

(** kde.two-atoms: Lstar at d = 1.5, w1 = 1, w2 = 1.
    Geshkovski, Rigollet, Sun (2024), arXiv:2412.09080, beyond the paper: classical for mixtures of two normal laws
    Lstar lies in [1.429254666011270754622724849399440660620, 1.429254666011270754622724849399440660621]. *)
Theorem kde_two_atoms_3 :
  1.429254666011270754622724849399440660620 <=
  2 * (sqrt (5 / 4) * (3 / 2) - arcsinh (sqrt (5 / 4)))
  <= 1.429254666011270754622724849399440660621.
Proof. certify 0 181. Qed.

(** kde.two-atoms: Lstar at d = 2, w1 = 1, w2 = 1.
    Geshkovski, Rigollet, Sun (2024), arXiv:2412.09080, beyond the paper: classical for mixtures of two normal laws
    Lstar lies in [4.294287436425875756859692671407552579717, 4.294287436425875756859692671407552579718]. *)
Theorem kde_two_atoms_4 :
  4.294287436425875756859692671407552579717 <=
  2 * (sqrt 3 * 2 - arcsinh (sqrt 3))
  <= 4.294287436425875756859692671407552579718.
Proof. certify 0 181. Qed.

(** kde.mammen-two-thirds: coefficient at c = 1, a = 0, b = 1/4.
    Geshkovski, Rigollet, Sun (2024), arXiv:2412.09080, Mammen (1995) as quoted in the introduction (the integral is derived)
    coefficient lies in [0.047357599511823301401, 0.047357599511823301402]. *)
Theorem kde_mammen_two_thirds :
  0.047357599511823301401 <=
  sqrt (3 / 2) / (2 * PI) * RInt (fun u => exp (- (sqrt 2 * u ^ 2 * exp (- (u ^ 2 / 2))))) 0 (1 / 4)
  <= 0.047357599511823301402.
Proof. certify_integral 0 90 16 2000 68. Qed.

(** kde.two-atoms: Lstar at d = [1.1,1.2], w1 = 1, w2 = 1.
    Geshkovski, Rigollet, Sun (2024), arXiv:2412.09080, beyond the paper: classical for mixtures of two normal laws
    for all d in [11/10, 6/5]: 2*(sqrt((d - 1)*(d + 1))*d - asinh(sqrt((d - 1)*(d + 1)))) < 1. *)
Theorem kde_two_atoms_range :
  forall d, 11 / 10 <= d <= 6 / 5 ->
  2 * (sqrt ((d - 1) * (d + 1)) * d - arcsinh (sqrt ((d - 1) * (d + 1))))
  < 1.
Proof. intros d H. certify_range d 0 84 10. Qed.
