(** Infinite sums and suprema over n of terms made of powers of n, Gaussian factors, I_n(x), C_m and exp - 1:
    all terms at once in integer intervals, the rest by the ratio of terms. *)
From Coq Require Import Reals Lra Lia ZArith List Bool.
From Coquelicot Require Import Coquelicot.
From Vlasov Require Export Bessel.
From Vlasov Require Import Elementary Series FixedPoint.
Import ListNotations.
Open Scope R_scope.

(** The least upper bound of a 0, a 1, a 2, ... *)
Definition Supremum (a : nat -> R) : R := real (Sup_seq (fun k => Finite (a k))).

(** * Terms: functions of the index k *)

Inductive term : Set :=
  | Atom (i : nat)                     (* the i-th number that does not depend on k *)
  | Index (c : nat)                    (* c + k *)
  | Add (a b : term) | Sub (a b : term) | Mul (a b : term) | Div (a b : term) | Pow (a : term) (n : nat)
  | Bessel (c i : nat)                 (* I_(c+k) of the i-th number *)
  | Clifford (m : nat) (a : term)      (* C_m(a) *)
  | Expm1 (a : term)                   (* exp a - 1 *)
  | Gauss (c i : nat).                 (* the i-th number to the power (c+k)^2 *)

Section Terms.
Variable rs : list R.
Notation value i := (nth i rs 0).

Fixpoint den (e : term) (k : nat) : R :=
  match e with
  | Atom i => value i
  | Index c => INR (c + k)
  | Add a b => den a k + den b k
  | Sub a b => den a k - den b k
  | Mul a b => den a k * den b k
  | Div a b => den a k / den b k
  | Pow a n => den a k ^ n
  | Bessel c i => BesselI (c + k) (value i)
  | Clifford m a => BesselClifford m (den a k)
  | Expm1 a => exp (den a k) - 1
  | Gauss c i => value i ^ ((c + k) * (c + k))
  end.

Variables (q : positive) (is : list (Z * Z)) (N K : nat).
Notation s := (power q).
Notation number i := (nth i is (0%Z, 0%Z)).
Hypothesis His : forall i, holds s (number i) (value i).
Let s0 : (0 < s)%Z := power_pos q.
Let sr : 0 < IZR s. Proof. apply IZR_lt, s0. Qed.

(** * Values for k = 0 ... K *)

(** [track v f k]: the intervals of v hold f k, f (k+1), ... *)
Fixpoint track (v : list (Z * Z)) (f : nat -> R) (k : nat) : Prop :=
  match v with [] => True | i :: v' => holds s i (f k) /\ track v' f (S k) end.

Fixpoint map_some {A B} (g : A -> option B) (v : list A) : option (list B) :=
  match v with
  | [] => Some []
  | i :: v' => match g i, map_some g v' with Some j, Some w => Some (j :: w) | _, _ => None end
  end.

Lemma map_some_track g h v f : (forall i j x, holds s i x -> g i = Some j -> holds s j (h x)) ->
  forall k w, track v f k -> map_some g v = Some w -> track w (fun j => h (f j)) k.
Proof.
intros H. induction v as [|i v IH]; simpl; intros k w Hv E; [now injection E as <-|].
destruct (g i) eqn:Eg; [|discriminate]. destruct (map_some g v) eqn:Em; [|discriminate]. injection E as <-.
destruct Hv as [H1 H2]. split; [exact (H _ _ _ H1 Eg) | now apply IH].
Qed.

Lemma combine_track (g : (Z * Z) * (Z * Z) -> option (Z * Z)) (h : R -> R -> R) f1 f2 :
  (forall i j l x y, holds s i x -> holds s j y -> g (i, j) = Some l -> holds s l (h x y)) ->
  forall v1 v2 k w, track v1 f1 k -> track v2 f2 k -> map_some g (combine v1 v2) = Some w ->
  track w (fun j => h (f1 j) (f2 j)) k.
Proof.
intros H. induction v1 as [|i v1 IH]; simpl; intros v2 k w H1 H2 E; [now injection E as <-|].
destruct v2 as [|j v2]; simpl in *; [now injection E as <-|].
destruct (g (i, j)) eqn:Eg; [|discriminate]. destruct (map_some g (combine v1 v2)) eqn:Em; [|discriminate].
injection E as <-. destruct H1, H2. split; [eapply H; eauto | eapply IH; eauto].
Qed.

Lemma track_ext v f g : (forall k, f k = g k) -> forall k, track v f k -> track v g k.
Proof.
intros H. induction v as [|i v IH]; simpl; auto. intros k [H1 H2]. rewrite <- H. auto.
Qed.

(** ** How many terms a series needs, by logarithms; a guess, whatever it is the enclosure is proved *)
Fixpoint terms (b z t : Z) (k : nat) (n : nat) : nat :=
  match n with
  | O => k
  | S m => if (t <? 0)%Z then k
           else terms b z (t + z - Z.log2 ((b + Z.of_nat k) * (Z.of_nat k + 1)))%Z (S k) m
  end.
Definition enough (b : Z) (z : Z * Z) : nat :=
  S (terms b (Z.log2 (magnitude z) + 1 - Zpos q) (Zpos q) 0 N).

Definition clifford (m : nat) (z : Z * Z) : option (Z * Z) :=
  let b := (Z.of_nat m + 1)%Z in
  match sum_ratios q 1 [(None, (b, b)); (None, (1, 1)%Z)] z (enough b z) with
  | Some h => Some (quotient h (factorial m, factorial m))
  | None => None
  end.

Lemma divide_holds i x d : (0 < d)%Z -> holds s i x -> holds s (quotient i (d, d)) (x / IZR d).
Proof.
intros d0 H. apply IZR_lt in d0 as d1. unfold holds.
replace (x / IZR d * IZR s) with (x * IZR s / IZR d) by (field; lra).
apply quotient_inside; [exact d0 | exact H | unfold inside; simpl; lra].
Qed.

Lemma factorial_pos m : (0 < factorial m)%Z.
Proof. apply lt_IZR. rewrite <- factorial_fact. apply fact_INR_pos. Qed.

Lemma order_holds n : holds 1 ((Z.of_nat n + 1)%Z, (Z.of_nat n + 1)%Z) (INR n + 1).
Proof. unfold holds; simpl. rewrite plus_IZR, <- INR_IZR_INZ. lra. Qed.

Lemma clifford_holds m i j x : holds s i x -> clifford m i = Some j -> holds s j (BesselClifford m x).
Proof.
intros H. unfold clifford. destruct (sum_ratios _ _ _ _ _) as [h|] eqn:E; [|discriminate].
intros [= <-]. rewrite BesselClifford_0F1, factorial_fact. apply divide_holds; [apply factorial_pos|].
exact (Hypergeometric0F1_holds q 1 _ eq_refl _ _ _ _ (order_holds m) H _ E).
Qed.

(** ** exp x - 1 = x * sum of x^k/(k+1)! *)
Definition expm1 (z : Z * Z) : option (Z * Z) :=
  match sum_ratios q 1 [(None, (2, 2)%Z)] z (S (terms 2 (Z.log2 (magnitude z) + 2 - Zpos q) (Zpos q) 0 N)) with
  | Some h => Some (mul q z h)
  | None => None
  end.

Lemma expm1_ratio x : exp x - 1 = x * ratio_sum (ratio [(None, 2)] x) 0.
Proof.
pose proof (is_exp_Reals x) as H. apply is_pseries_R in H.
assert (E : ex_series (fun n => / INR (fact n) * x ^ n)) by (eexists; exact H).
apply is_series_unique in H. rewrite <- H, Series_incr_1 by exact E.
rewrite (Series_by_ratio _ (ratio [(None, 2)] x)).
- simpl. field.
- intros k. rewrite (INR_fact_S (S k)), S_INR. cbn [ratio fold_right]. unfold factor. cbn [fst snd].
  change (x ^ S (S k)) with (x * x ^ S k). pose proof (pos_INR k). pose proof (fact_INR_pos (S k)).
  field. repeat split; lra.
Qed.

Lemma expm1_holds i j x : holds s i x -> expm1 i = Some j -> holds s j (exp x - 1).
Proof.
intros H. unfold expm1. destruct (sum_ratios _ _ _ _ _) as [h|] eqn:E; [|discriminate].
intros [= <-]. rewrite expm1_ratio. apply mul_holds; [exact H|].
refine (sum_ratios_holds q 1 eq_refl _ _ _ _ _ _ _ H E).
apply List.Forall2_cons; [split; simpl; auto; unfold holds; simpl; lra | apply List.Forall2_nil].
Qed.

(** ** I_c(x), I_(c+1)(x), ...: 0F1 downwards by the three-term recurrence, prefactors upwards *)

(** 0F1 of orders n, n+1, ..., n+m (and of n+m+1 behind). *)
Fixpoint orders (z f2 f1 : Z * Z) (n m : nat) : list (Z * Z) :=
  match m with
  | O => [f1; f2]
  | S m' => let v := orders z f2 f1 (S n) m' in
            match v with
            | h1 :: h2 :: _ => let d := ((Z.of_nat n + 1) * (Z.of_nat n + 2))%Z in
                               plus h1 (quotient (mul q z h2) (d, d)) :: v
            | _ => v
            end
  end.

Fixpoint prefactors (y p : Z * Z) (n : nat) (m : nat) : list (Z * Z) :=
  match m with
  | O => []
  | S m' => p :: prefactors y (quotient (mul q y p) (Z.of_nat n + 1, Z.of_nat n + 1)%Z) (S n) m'
  end.

Fixpoint power_z (y : Z * Z) (n : nat) : Z * Z :=
  match n with O => (s, s) | S m => mul q y (power_z y m) end.

Definition bessel (c : nat) (x : Z * Z) : option (list (Z * Z)) :=
  let y := quotient x (2, 2)%Z in
  let z := mul q y y in
  let f n := sum_ratios q 1 [(None, (Z.of_nat n + 1, Z.of_nat n + 1)%Z); (None, (1, 1)%Z)] z (enough (Z.of_nat n + 1) z) in
  match f (c + K)%nat, f (c + K + 1)%nat with
  | Some f1, Some f2 =>
      map_some (fun p => Some (mul q (fst p) (snd p)))
        (combine (prefactors y (quotient (power_z y c) (factorial c, factorial c)) c (S K)) (orders z f2 f1 c K))
  | _, _ => None
  end.

Lemma one_holds : holds s (s, s) 1.
Proof. unfold holds; simpl; lra. Qed.

Lemma power_z_holds y Y n : holds s y Y -> holds s (power_z y n) (Y ^ n).
Proof. intros H. induction n as [|n IH]; simpl; [exact one_holds | now apply mul_holds]. Qed.

Lemma orders_track z Z0 f1 f2 : holds s z Z0 -> forall m n,
  holds s f1 (Hypergeometric0F1 (INR (n + m) + 1) Z0) -> holds s f2 (Hypergeometric0F1 (INR (n + m + 1) + 1) Z0) ->
  track (orders z f2 f1 n m) (fun j => Hypergeometric0F1 (INR j + 1) Z0) n
  /\ exists h1 h2 w, orders z f2 f1 n m = h1 :: h2 :: w.
Proof.
intros Hz. induction m as [|m IH].
- intros n H1 H2. cbn [orders track]. rewrite Nat.add_0_r in *. replace (n + 1)%nat with (S n) in H2 by lia. split; [auto | eauto].
- intros n H1 H2. cbn [orders]. destruct (IH (S n)) as [T [h1 [h2 [w E]]]].
  { replace (S n + m)%nat with (n + S m)%nat by lia. exact H1. }
  { replace (S n + m + 1)%nat with (n + S m + 1)%nat by lia. exact H2. }
  rewrite E in *. split; [|eauto]. cbn [track]. split; [|exact T]. cbn [track] in T. destruct T as [T1 [T2 _]].
  rewrite (Hypergeometric0F1_contiguous (INR n + 1)) by (pose proof (pos_INR n); lra).
  apply plus_holds; [rewrite S_INR in T1; exact T1|].
  assert (D : IZR ((Z.of_nat n + 1) * (Z.of_nat n + 2)) = (INR n + 1) * (INR n + 1 + 1)).
  { rewrite mult_IZR, !plus_IZR, <- INR_IZR_INZ. ring. }
  replace (Z0 / ((INR n + 1) * (INR n + 1 + 1)) * Hypergeometric0F1 (INR n + 1 + 2) Z0)
    with (Z0 * Hypergeometric0F1 (INR (S (S n)) + 1) Z0 / IZR ((Z.of_nat n + 1) * (Z.of_nat n + 2))).
  + apply divide_holds; [nia | now apply mul_holds].
  + rewrite D, !S_INR. replace (INR n + 1 + 1 + 1) with (INR n + 1 + 2) by ring. unfold Rdiv. ring.
Qed.

Lemma prefactors_track y Y m : holds s y Y -> forall n p, holds s p (Y ^ n / INR (fact n)) ->
  track (prefactors y p n m) (fun j => Y ^ j / INR (fact j)) n.
Proof.
intros Hy. induction m as [|m IH]; intros n p Hp; cbn [prefactors track]; auto. split; [exact Hp|]. apply IH.
replace (Y ^ S n / INR (fact (S n))) with (Y * (Y ^ n / INR (fact n)) / IZR (Z.of_nat n + 1)).
- apply divide_holds; [lia | now apply mul_holds].
- rewrite INR_fact_S, plus_IZR, <- INR_IZR_INZ. simpl pow. pose proof (pos_INR n). pose proof (fact_INR_pos n).
  field. split; lra.
Qed.

Lemma track_shift v f c : forall k, track v f (c + k) -> track v (fun j => f (c + j)%nat) k.
Proof.
induction v as [|i v IH]; simpl; auto. intros k [H1 H2]. split; [exact H1|]. apply IH. now rewrite <- plus_n_Sm.
Qed.

Lemma bessel_track c x X w : holds s x X -> bessel c x = Some w -> track w (fun k => BesselI (c + k) X) 0.
Proof.
intros H. unfold bessel. set (y := quotient x (2, 2)%Z). set (z := mul q y y).
assert (Hy : holds s y (X / 2)) by (apply divide_holds; [reflexivity | exact H]).
assert (Hz : holds s z ((X / 2) ^ 2)) by (simpl; rewrite Rmult_1_r; now apply mul_holds).
destruct (sum_ratios _ _ _ _ _) as [f1|] eqn:E1; [|discriminate].
destruct (sum_ratios _ _ [(None, ((Z.of_nat (c + K + 1) + 1)%Z, _)); _] _ _) as [f2|] eqn:E2; [|discriminate].
intros E. apply (track_shift _ (fun n => BesselI n X)). rewrite Nat.add_0_r.
apply (track_ext _ (fun n => (X / 2) ^ n / INR (fact n) * Hypergeometric0F1 (INR n + 1) ((X / 2) ^ 2))).
{ intros n. now rewrite BesselI_0F1. }
refine (combine_track _ Rmult _ _ _ _ _ _ _ _ _ E).
- intros i j l a b Ha Hb [= <-]. now apply mul_holds.
- apply prefactors_track; [exact Hy|]. rewrite factorial_fact. apply divide_holds; [apply factorial_pos | now apply power_z_holds].
- apply orders_track; [exact Hz | |].
  + exact (Hypergeometric0F1_holds q 1 _ eq_refl _ _ _ _ (order_holds (c + K)%nat) Hz _ E1).
  + exact (Hypergeometric0F1_holds q 1 _ eq_refl _ _ _ _ (order_holds (c + K + 1)%nat) Hz _ E2).
Qed.

(** ** a^(n^2), a^((n+1)^2), ... *)
Fixpoint squares (a2 p v : Z * Z) (m : nat) : list (Z * Z) :=
  match m with O => [] | S m' => v :: squares a2 (mul q p a2) (mul q v p) m' end.
Definition gauss (c : nat) (a : Z * Z) : list (Z * Z) :=
  squares (mul q a a) (power_z a (2 * c + 1)) (power_z a (c * c)) (S K).

Lemma squares_track a2 A m : holds s a2 (A * A) -> forall n p v, holds s p (A ^ (2 * n + 1)) -> holds s v (A ^ (n * n)) ->
  track (squares a2 p v m) (fun j => A ^ (j * j)) n.
Proof.
intros Ha. induction m as [|m IH]; intros n p v Hp Hv; cbn [squares track]; auto. split; [exact Hv|]. apply IH.
- replace (A ^ (2 * S n + 1)) with (A ^ (2 * n + 1) * (A * A)); [now apply mul_holds|].
  replace (2 * S n + 1)%nat with (2 * n + 1 + 2)%nat by lia. rewrite (pow_add A (2 * n + 1) 2). simpl. ring.
- replace (A ^ (S n * S n)) with (A ^ (n * n) * A ^ (2 * n + 1)); [now apply mul_holds|].
  rewrite <- pow_add. f_equal. lia.
Qed.

Lemma gauss_track c a A : holds s a A -> track (gauss c a) (fun k => A ^ ((c + k) * (c + k))) 0.
Proof.
intros H. apply (track_shift _ (fun j => A ^ (j * j))). rewrite Nat.add_0_r.
apply squares_track; [now apply mul_holds | now apply power_z_holds | now apply power_z_holds].
Qed.

(** ** All terms *)
Definition both (g : Z * Z -> Z * Z -> option (Z * Z)) (u v : option (list (Z * Z))) : option (list (Z * Z)) :=
  match u, v with Some u, Some v => map_some (fun p => g (fst p) (snd p)) (combine u v) | _, _ => None end.

Fixpoint ev (e : term) : option (list (Z * Z)) :=
  match e with
  | Atom i => Some (repeat (number i) (S K))
  | Index c => Some (map (fun k => whole s (Z.of_nat (c + k))) (seq 0 (S K)))
  | Add a b => both (fun x y => Some (plus x y)) (ev a) (ev b)
  | Sub a b => both (fun x y => Some (minus x y)) (ev a) (ev b)
  | Mul a b => both (fun x y => Some (mul q x y)) (ev a) (ev b)
  | Div a b => both (fun x y => if (0 <? fst y)%Z then Some (div q x y) else None) (ev a) (ev b)
  | Pow a n => match ev a with Some v => map_some (fun x => Some (power_z x n)) v | None => None end
  | Bessel c i => bessel c (number i)
  | Clifford m a => match ev a with Some v => map_some (clifford m) v | None => None end
  | Expm1 a => match ev a with Some v => map_some expm1 v | None => None end
  | Gauss c i => Some (gauss c (number i))
  end.

Lemma both_track g h u v f1 f2 w : (forall i j l x y, holds s i x -> holds s j y -> g i j = Some l -> holds s l (h x y)) ->
  (forall v, u = Some v -> track v f1 0) -> (forall w, v = Some w -> track w f2 0) -> both g u v = Some w ->
  track w (fun j => h (f1 j) (f2 j)) 0.
Proof.
intros H H1 H2. destruct u as [u|], v as [v|]; simpl; try discriminate.
apply (combine_track (fun p => g (fst p) (snd p)) h f1 f2); auto.
Qed.

Theorem ev_track e : forall w, ev e = Some w -> track w (den e) 0.
Proof.
induction e as [i|c|a IHa b IHb|a IHa b IHb|a IHa b IHb|a IHa b IHb|a IHa n|c i|m a IHa|a IHa|c i]; cbn [ev den]; intros w E.
- assert (R : w = repeat (number i) (S K)) by congruence. rewrite R. clear E R.
  generalize (S K) 0%nat. intros m. induction m as [|m IH]; [intros k; exact I|]. intros k. simpl. split; [apply His | apply IH].
- assert (R : w = map (fun k => whole s (Z.of_nat (c + k))) (seq 0 (S K))) by congruence. rewrite R. clear E R.
  generalize (S K) 0%nat. intros m. induction m as [|m IH]; [intros k; exact I|]. intros k. cbn [seq map track]. split; [|apply IH].
  rewrite INR_IZR_INZ. apply whole_holds.
- refine (both_track _ Rplus _ _ _ _ _ _ IHa IHb E). intros i j l x y Hx Hy [= <-]. now apply plus_holds.
- refine (both_track _ Rminus _ _ _ _ _ _ IHa IHb E). intros i j l x y Hx Hy [= <-]. now apply minus_holds.
- refine (both_track _ Rmult _ _ _ _ _ _ IHa IHb E). intros i j l x y Hx Hy [= <-]. now apply mul_holds.
- refine (both_track _ Rdiv _ _ _ _ _ _ IHa IHb E). intros i j l x y Hx Hy.
  destruct (0 <? fst j)%Z eqn:P; [|discriminate]. intros [= <-]. apply Z.ltb_lt in P. now apply div_holds.
- destruct (ev a) as [v|]; [|discriminate E].
  refine (map_some_track _ (fun x => x ^ n) v (den a) _ _ _ (IHa v eq_refl) E). intros i j x Hx [= <-]. now apply power_z_holds.
- apply (bessel_track _ _ _ _ (His i) E).
- destruct (ev a) as [v|]; [|discriminate E].
  refine (map_some_track _ (BesselClifford m) v (den a) _ _ _ (IHa v eq_refl) E). intros i j x Hx. now apply clifford_holds.
- destruct (ev a) as [v|]; [|discriminate E].
  refine (map_some_track _ (fun x => exp x - 1) v (den a) _ _ _ (IHa v eq_refl) E). intros i j x Hx. now apply expm1_holds.
- assert (R : w = gauss c (number i)) by congruence. rewrite R. apply (gauss_track c _ _ (His i)).
Qed.
End Terms.
