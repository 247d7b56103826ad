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

Definition clifford (m : nat) (z : Z * Z) : option (Z * Z) :=
  let b := (Z.of_nat m + 1)%Z in
  match sum_ratios q 1 [(None, (b, b)); (None, (1, 1)%Z)] z N with
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
  match sum_ratios q 1 [(None, (2, 2)%Z)] z N with
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
  let f n := sum_ratios q 1 [(None, (Z.of_nat n + 1, Z.of_nat n + 1)%Z); (None, (1, 1)%Z)] z N in
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
(** * How fast the terms shrink: [decay e = Some r] says  0 <= f k  and  f (k+1) <= r/s f k  for all k >= K *)

Fixpoint decay (e : term) : option Z :=
  match e with
  | Atom i => if (0 <=? fst (number i))%Z then Some s else None
  | Index c => let n := Z.of_nat (c + K) in if (0 <? n)%Z then Some (ceil_div ((n + 1) * s) n) else None
  | Add a b => match decay a, decay b with Some x, Some y => Some (Z.max x y) | _, _ => None end
  | Sub _ _ => None
  | Mul a b => match decay a, decay b with Some x, Some y => Some (ceil_div (x * y) s) | _, _ => None end
  | Div a b =>
      match b with
      | Atom i => if (0 <? fst (number i))%Z then decay a else None
      | Index c => if (0 <? Z.of_nat (c + K))%Z then decay a else None
      | _ => None
      end
  | Pow a n => match decay a with
               | Some x => Some ((fix iterate (n : nat) : Z := match n with O => s | S m => ceil_div (x * iterate m) s end) n)
               | None => None end
  | Bessel c i => if (0 <=? fst (number i))%Z then Some (ceil_div (snd (number i)) (2 * (Z.of_nat (c + K) + 1))) else None
  | Clifford m a => match decay a with Some x => if (x <=? s)%Z then Some s else None | None => None end
  | Expm1 a => match decay a with Some x => if (x <=? s)%Z then Some x else None | None => None end
  | Gauss c i => if (0 <=? fst (number i))%Z && (snd (number i) <=? s)%Z then Some s else None
  end.

Definition shrinks (r : Z) (f : nat -> R) : Prop :=
  forall k, (K <= k)%nat -> 0 <= f k /\ f (S k) * IZR s <= IZR r * f k.

Lemma nonneg_number i : (0 <=? fst (number i))%Z = true -> 0 <= value i.
Proof.
intros E. apply Z.leb_le, IZR_le in E. destruct (His i) as [H _].
apply Rmult_le_reg_r with (IZR s); [exact sr | lra].
Qed.

Lemma shrinks_mul x y f g : shrinks x f -> shrinks y g -> shrinks (ceil_div (x * y) s) (fun k => f k * g k).
Proof.
intros Hf Hg k Hk. destruct (Hf k Hk) as [F0 F1]. destruct (Hg k Hk) as [G0 G1].
destruct (Hf (S k) ltac:(lia)) as [F2 _]. destruct (Hg (S k) ltac:(lia)) as [G2 _].
split; [now apply Rmult_le_pos|].
pose proof (ceil_div_ge (x * y) s s0) as C. rewrite mult_IZR in C. set (c := IZR (ceil_div (x * y) s)) in *. clearbody c.
apply Rmult_le_reg_r with (IZR s); [exact sr|].
assert (P : f (S k) * IZR s * (g (S k) * IZR s) <= IZR x * f k * (IZR y * g k))
  by (apply Rmult_le_compat; auto; apply Rmult_le_pos; lra).
assert (Q : IZR x * IZR y * (f k * g k) <= c * IZR s * (f k * g k))
  by (apply Rmult_le_compat_r; [now apply Rmult_le_pos | exact C]).
replace (f (S k) * g (S k) * IZR s * IZR s) with (f (S k) * IZR s * (g (S k) * IZR s)) by ring.
replace (c * (f k * g k) * IZR s) with (c * IZR s * (f k * g k)) by ring.
replace (IZR x * f k * (IZR y * g k)) with (IZR x * IZR y * (f k * g k)) in P by ring. lra.
Qed.

Lemma shrinks_const x : 0 <= x -> shrinks s (fun _ => x).
Proof. intros H k _. split; [exact H | lra]. Qed.

Lemma shrinks_le x f k : shrinks x f -> (x <= s)%Z -> (K <= k)%nat -> f (S k) <= IZR x / IZR s * f k /\ f (S k) <= f k.
Proof.
intros H Hx Hk. destruct (H k Hk) as [F0 F1]. apply IZR_le in Hx.
assert (f (S k) <= IZR x / IZR s * f k).
{ apply Rmult_le_reg_r with (IZR s); [exact sr|].
  replace (IZR x / IZR s * f k * IZR s) with (IZR x * f k) by (field; lra). exact F1. }
split; [assumption|]. apply Rmult_le_reg_r with (IZR s); [exact sr|].
assert (IZR x * f k <= IZR s * f k) by (apply Rmult_le_compat_r; lra). lra.
Qed.

Lemma expm1_convex p y : 0 <= p <= 1 -> 0 <= y -> exp (p * y) - 1 <= p * (exp y - 1).
Proof.
intros Hp Hy.
destruct (MVT_gen (fun t => p * (exp t - 1) - (exp (p * t) - 1)) 0 y (fun t => p * exp t - p * exp (p * t))) as [t [Ht E]].
- intros t _. auto_derive; [exact I | ring].
- intros t _. apply continuity_pt_filterlim, (ex_derive_continuous (fun t => p * (exp t - 1) - (exp (p * t) - 1))).
  auto_derive. exact I.
- rewrite Rmin_left, Rmax_right in Ht by lra. rewrite Rmult_0_r, exp_0 in E.
  assert (exp (p * t) <= exp t).
  { destruct (Req_dec (p * t) t) as [h|h]; [rewrite h; lra|]. apply Rlt_le, exp_increasing. nra. }
  assert (0 <= (p * exp t - p * exp (p * t)) * (y - 0)); [|lra].
  apply Rmult_le_pos; [|lra]. nra.
Qed.

Theorem decay_shrinks e : forall r, decay e = Some r -> shrinks r (den e).
Proof.
induction e as [i|c|a IHa b IHb|a IHa b IHb|a IHa b IHb|a IHa b IHb|a IHa n|c i|m a IHa|a IHa|c i]; cbn [decay den]; intros r E.
- destruct (0 <=? fst (number i))%Z eqn:P; [|discriminate]. injection E as <-. apply shrinks_const, nonneg_number, P.
- destruct (0 <? Z.of_nat (c + K))%Z eqn:P; [|discriminate]. apply Z.ltb_lt in P. injection E as <-.
  intros k Hk. pose proof (pos_INR (c + k)) as k0. split; [exact k0|].
  pose proof (ceil_div_ge ((Z.of_nat (c + K) + 1) * s) (Z.of_nat (c + K)) P) as C.
  set (d := IZR (ceil_div _ _)) in *. clearbody d. rewrite mult_IZR, plus_IZR, <- INR_IZR_INZ in C.
  assert (n0 : 0 < INR (c + K)) by (rewrite INR_IZR_INZ; now apply IZR_lt).
  assert (Hn : INR (c + K) <= INR (c + k)) by (apply le_INR; lia).
  rewrite <- plus_n_Sm, S_INR.
  assert (ds : IZR s <= d). { apply Rmult_le_reg_r with (INR (c + K)); [exact n0 | lra]. }
  assert (IZR s * (INR (c + k) - INR (c + K)) <= d * (INR (c + k) - INR (c + K))) by (apply Rmult_le_compat_r; lra). lra.
- destruct (decay a) as [x|]; [|discriminate]. destruct (decay b) as [y|]; [|discriminate]. injection E as <-.
  intros k Hk. destruct (IHa x eq_refl k Hk) as [F0 F1]. destruct (IHb y eq_refl k Hk) as [G0 G1]. split; [lra|].
  assert (X : IZR x <= IZR (Z.max x y)) by (apply IZR_le; lia). assert (Y : IZR y <= IZR (Z.max x y)) by (apply IZR_le; lia).
  assert (IZR x * den a k <= IZR (Z.max x y) * den a k) by now apply Rmult_le_compat_r.
  assert (IZR y * den b k <= IZR (Z.max x y) * den b k) by now apply Rmult_le_compat_r. lra.
- discriminate.
- destruct (decay a) as [x|]; [|discriminate]. destruct (decay b) as [y|]; [|discriminate]. injection E as <-.
  apply (shrinks_mul x y (den a) (den b)); auto.
- destruct b; try discriminate.
  + destruct (0 <? fst (number i))%Z eqn:P; [|discriminate]. apply Z.ltb_lt in P. clear IHb. cbn [den].
    pose proof (bottom_pos s _ _ s0 P (His i)) as v0. set (v := value i) in *. clearbody v.
    intros k Hk. destruct (IHa r E k Hk) as [F0 F1]. split; [apply Rmult_le_pos; [lra | apply Rlt_le, Rinv_0_lt_compat; lra]|].
    replace (den a (S k) / v * IZR s) with (den a (S k) * IZR s * / v) by (unfold Rdiv; ring).
    replace (IZR r * (den a k / v)) with (IZR r * den a k * / v) by (unfold Rdiv; ring).
    apply Rmult_le_compat_r; [apply Rlt_le, Rinv_0_lt_compat; lra | exact F1].
  + destruct (0 <? Z.of_nat (c + K))%Z eqn:P; [|discriminate]. apply Z.ltb_lt in P. clear IHb. cbn [den].
    intros k Hk. destruct (IHa r E k Hk) as [F0 F1]. destruct (IHa r E (S k) ltac:(lia)) as [F2 _].
    assert (n0 : 0 < INR (c + k)) by (apply lt_0_INR; lia).
    split; [apply Rmult_le_pos; [lra | apply Rlt_le, Rinv_0_lt_compat; lra]|].
    rewrite <- plus_n_Sm, S_INR.
    replace (den a (S k) / (INR (c + k) + 1) * IZR s) with (den a (S k) * IZR s * / (INR (c + k) + 1)) by (unfold Rdiv; ring).
    replace (IZR r * (den a k / INR (c + k))) with (IZR r * den a k * / INR (c + k)) by (unfold Rdiv; ring).
    apply Rmult_le_compat; [apply Rmult_le_pos; lra | apply Rlt_le, Rinv_0_lt_compat; lra | exact F1 | apply Rinv_le_contravar; lra].
- destruct (decay a) as [x|]; [|discriminate]. injection E as <-.
  induction n as [|n IH]; [apply (shrinks_const 1); lra|]. cbn [pow].
  exact (shrinks_mul x _ (den a) (fun k => den a k ^ n) (IHa x eq_refl) IH).
- destruct (0 <=? fst (number i))%Z eqn:P; [|discriminate]. injection E as <-. pose proof (nonneg_number i P) as v0.
  destruct (His i) as [_ H]. set (v := value i) in *. clearbody v.
  intros k Hk. split; [now apply BesselI_nonneg|]. rewrite <- plus_n_Sm.
  pose proof (BesselI_next (c + k) v v0) as B. pose proof (BesselI_nonneg (c + k) v v0) as B0.
  pose proof (ceil_div_ge (snd (number i)) (2 * (Z.of_nat (c + K) + 1)) ltac:(lia)) as C.
  set (d := IZR (ceil_div _ _)) in *. clearbody d. rewrite mult_IZR, plus_IZR, <- INR_IZR_INZ in C.
  assert (n0 : 0 < INR (S (c + k))) by (apply lt_0_INR; lia).
  assert (Hn : INR (c + K) + 1 <= INR (S (c + k))) by (rewrite <- S_INR; apply le_INR; lia). pose proof (pos_INR (c + K)) as nK.
  apply Rle_trans with (v / (2 * INR (S (c + k))) * BesselI (c + k) v * IZR s); [apply Rmult_le_compat_r; lra|].
  replace (v / (2 * INR (S (c + k))) * BesselI (c + k) v * IZR s) with (v * IZR s / (2 * INR (S (c + k))) * BesselI (c + k) v) by (field; lra).
  apply Rmult_le_compat_r; [exact B0|].
  apply Rmult_le_reg_r with (2 * INR (S (c + k))); [lra|].
  replace (v * IZR s / (2 * INR (S (c + k))) * (2 * INR (S (c + k)))) with (v * IZR s) by (field; lra).
  assert (d0 : 0 <= d).
  { apply Rmult_le_reg_r with (2 * (INR (c + K) + 1)); [lra|]. rewrite Rmult_0_l.
    assert (0 <= v * IZR s) by (apply Rmult_le_pos; lra). lra. }
  assert (d * (2 * (INR (c + K) + 1)) <= d * (2 * INR (S (c + k)))) by (apply Rmult_le_compat_l; lra). lra.
- destruct (decay a) as [x|]; [|discriminate]. destruct (x <=? s)%Z eqn:P; [|discriminate]. apply Z.leb_le in P. injection E as <-.
  intros k Hk. destruct (IHa x eq_refl k Hk) as [F0 _]. destruct (IHa x eq_refl (S k) ltac:(lia)) as [F2 _].
  destruct (shrinks_le x _ k (IHa x eq_refl) P Hk) as [_ L].
  split; [now apply Rlt_le, BesselClifford_pos|]. rewrite (Rmult_comm (IZR s)). apply Rmult_le_compat_r; [lra|].
  apply BesselClifford_increasing. lra.
- destruct (decay a) as [x|]; [|discriminate]. destruct (x <=? s)%Z eqn:P; [|discriminate]. injection E as <-.
  pose proof P as P'. apply Z.leb_le in P'.
  intros k Hk. destruct (IHa x eq_refl k Hk) as [F0 _]. destruct (IHa x eq_refl (S k) ltac:(lia)) as [F2 _].
  destruct (shrinks_le x _ k (IHa x eq_refl) P' Hk) as [L _]. apply IZR_le in P'.
  assert (M : forall u v, u <= v -> exp u <= exp v).
  { intros u v [h|h]; [now apply Rlt_le, exp_increasing | rewrite h; lra]. }
  pose proof (M 0 _ F0) as M0. rewrite exp_0 in M0. split; [lra|].
  destruct (Rle_dec 0 (IZR x)) as [h|h].
  + assert (Q : 0 <= IZR x / IZR s <= 1).
    { split; [apply Rmult_le_pos; [exact h | apply Rlt_le, Rinv_0_lt_compat, sr]|].
      apply Rmult_le_reg_r with (IZR s); [exact sr|]. replace (IZR x / IZR s * IZR s) with (IZR x) by (field; lra). lra. }
    pose proof (expm1_convex _ _ Q F0) as X. pose proof (M _ _ L) as M1.
    replace (IZR x * (exp (den a k) - 1)) with (IZR x / IZR s * (exp (den a k) - 1) * IZR s) by (field; lra).
    apply Rmult_le_compat_r; lra.
  + (* then both values are zero *)
    destruct (IHa x eq_refl k Hk) as [_ F1].
    assert (Z : den a k = 0 /\ den a (S k) = 0).
    { assert (0 <= den a (S k) * IZR s) by (apply Rmult_le_pos; lra).
      assert (IZR x * den a k <= 0) by nra. assert (den a (S k) * IZR s = 0) by lra. split; nra. }
    destruct Z as [-> ->]. rewrite exp_0. lra.
- destruct ((0 <=? fst (number i))%Z && (snd (number i) <=? s)%Z)%bool eqn:P; [|discriminate]. injection E as <-.
  apply andb_prop in P. destruct P as [P1 P2]. pose proof (nonneg_number i P1) as v0. apply Z.leb_le, IZR_le in P2.
  destruct (His i) as [_ H]. assert (v1 : value i <= 1).
  { apply Rmult_le_reg_r with (IZR s); [exact sr | lra]. }
  set (v := value i) in *. clearbody v. intros k _. split; [now apply pow_le|].
  rewrite (Rmult_comm (IZR s)). apply Rmult_le_compat_r; [lra|].
  replace ((c + S k) * (c + S k))%nat with ((c + k) * (c + k) + (2 * (c + k) + 1))%nat by lia.
  rewrite pow_add. rewrite <- (Rmult_1_r (v ^ ((c + k) * (c + k)))) at 2.
  apply Rmult_le_compat_l; [now apply pow_le|]. rewrite <- (pow1 (2 * (c + k) + 1)). apply pow_incr. lra.
Qed.

(** * The sum and the supremum *)

Fixpoint total (r : Z) (v : list (Z * Z)) : Z * Z :=
  match v with
  | [] => (0, 0)%Z
  | [i] => (0, ceil_div (snd i * s) (s - r))%Z
  | i :: v' => plus i (total r v')
  end.

Fixpoint greatest (v : list (Z * Z)) : Z * Z :=
  match v with
  | [] => (0, 0)%Z
  | [i] => i
  | i :: v' => let j := greatest v' in (Z.max (fst i) (fst j), Z.max (snd i) (snd j))
  end.

Definition sum_terms (e : term) : option (Z * Z) :=
  match decay e, ev e with
  | Some r, Some v => if ((r <? s) && (0 <=? r))%Z && (length v =? S K)%nat then Some (total r v) else None
  | _, _ => None
  end.

Definition sup_terms (e : term) : option (Z * Z) :=
  match decay e, ev e with
  | Some r, Some v => if (r <=? s)%Z && (length v =? S K)%nat then Some (greatest v) else None
  | _, _ => None
  end.

Theorem sum_terms_holds e i : sum_terms e = Some i -> holds s i (Series (den e)).
Proof.
unfold sum_terms. destruct (decay e) as [r|] eqn:D; [|discriminate]. destruct (ev e) as [v|] eqn:V; [|discriminate].
destruct (((r <? s) && (0 <=? r))%Z && (length v =? S K)%nat)%bool eqn:P; [|discriminate]. intros [= <-].
apply andb_prop in P. destruct P as [P L]. apply andb_prop in P. destruct P as [P1 P2]. apply Nat.eqb_eq in L.
apply Z.ltb_lt in P1. apply Z.leb_le, IZR_le in P2. pose proof (IZR_lt _ _ P1) as P1r.
pose proof (decay_shrinks e r D) as H. pose proof (ev_track e v V) as T.
set (f := den e) in *. clearbody f. clear D V.
set (p := IZR r / IZR s).
assert (p0 : 0 <= p) by (apply Rmult_le_pos; [exact P2 | apply Rlt_le, Rinv_0_lt_compat, sr]).
assert (p1 : p < 1).
{ apply Rmult_lt_reg_r with (IZR s); [exact sr|]. unfold p. replace (IZR r / IZR s * IZR s) with (IZR r) by (field; lra). lra. }
assert (G : forall k, (K <= k)%nat -> 0 <= f k) by (intros k h; apply (H k h)).
assert (G2 : forall k, (K <= k)%nat -> f (S k) <= p * f k) by (intros k h; apply (shrinks_le r f k H); [lia | exact h]).
destruct (Series_ratio_positive f p K p0 p1 G G2) as [Ex _].
assert (M : forall w k, (k + length w = S K)%nat -> track w f k -> w <> [] -> holds s (total r w) (Series (fun j => f (k + j)%nat))).
{ induction w as [|i [|j w] IH]; intros k Hk Ht Hn; [congruence| |].
  - simpl in Hk. assert (k = K) by lia. subst k. destruct Ht as [[_ Hi] _].
    destruct (Series_ratio_positive (fun j => f (K + j)%nat) p 0 p0 p1) as [_ [B1 B2]].
    { intros j _. apply G. lia. } { intros j _. rewrite <- plus_n_Sm. apply G2. lia. }
    cbn [partial] in B1, B2. rewrite Nat.add_0_r in B2. unfold holds. cbn [total fst snd].
    pose proof (ceil_div_ge (snd i * s) (s - r) ltac:(lia)) as C. rewrite mult_IZR, minus_IZR in C.
    split; [apply Rmult_le_pos; lra|].
    apply Rle_trans with (f K / (1 - p) * IZR s); [apply Rmult_le_compat_r; lra|].
    apply Rmult_le_reg_r with (IZR s - IZR r); [lra|].
    replace (f K / (1 - p) * IZR s * (IZR s - IZR r)) with (f K * IZR s * IZR s).
    + eapply Rle_trans; [|exact C]. apply Rmult_le_compat_r; lra.
    + unfold p. field. split; lra.
  - destruct Ht as [Hi Ht]. rewrite Series_incr_1 by now apply (ex_series_incr_n f k).
    rewrite Nat.add_0_r. change (total r (i :: j :: w)) with (plus i (total r (j :: w))). apply plus_holds; [exact Hi|].
    rewrite (Series_ext _ (fun n => f (S k + n)%nat)) by (intros n; f_equal; lia).
    apply IH; [simpl in *; lia | exact Ht | discriminate]. }
apply (M v 0%nat); [exact L | exact T | intros ->; discriminate].
Qed.

Theorem sup_terms_holds e i : sup_terms e = Some i -> holds s i (Supremum (den e)).
Proof.
unfold sup_terms. destruct (decay e) as [r|] eqn:D; [|discriminate]. destruct (ev e) as [v|] eqn:V; [|discriminate].
destruct ((r <=? s)%Z && (length v =? S K)%nat)%bool eqn:P; [|discriminate]. intros [= <-].
apply andb_prop in P. destruct P as [P L]. apply Nat.eqb_eq in L. apply Z.leb_le in P.
pose proof (decay_shrinks e r D) as H. pose proof (ev_track e v V) as T.
set (f := den e) in *. clearbody f. clear D V.
assert (Q : forall j, f (K + j)%nat <= f K).
{ induction j as [|j IH]; [rewrite Nat.add_0_r; lra|]. rewrite <- plus_n_Sm.
  destruct (shrinks_le r f (K + j) H P ltac:(lia)). lra. }
assert (M : forall w k, (k + length w = S K)%nat -> track w f k -> w <> [] ->
  (exists n, IZR (fst (greatest w)) <= f n * IZR s) /\ (forall n, (k <= n)%nat -> f n * IZR s <= IZR (snd (greatest w)))).
{ induction w as [|i [|j w] IH]; intros k Hk Ht Hn; [congruence| |].
  - simpl in Hk. assert (k = K) by lia. subst k. destruct Ht as [[H1 H2] _]. split; [now exists K|].
    intros n h. replace n with (K + (n - K))%nat by lia. cbn [greatest].
    apply Rle_trans with (f K * IZR s); [apply Rmult_le_compat_r; [lra | apply Q] | exact H2].
  - destruct Ht as [[H1 H2] Ht]. destruct (IH (S k)) as [[n Hl] Hu]; [simpl in *; lia | exact Ht | discriminate |].
    change (greatest (i :: j :: w)) with
      (Z.max (fst i) (fst (greatest (j :: w))), Z.max (snd i) (snd (greatest (j :: w)))). set (g := greatest (j :: w)) in *.
    clearbody g. cbn [fst snd]. split.
    + destruct (Z.max_spec (fst i) (fst g)) as [[_ ->]|[_ ->]]; [now exists n | now exists k].
    + intros m h. destruct (Nat.eq_dec m k) as [->|h'].
      * eapply Rle_trans; [exact H2 | apply IZR_le; lia].
      * eapply Rle_trans; [apply Hu; lia | apply IZR_le; lia]. }
destruct (M v 0%nat L T ltac:(intros ->; discriminate)) as [[n Hl] Hu]. clear M.
set (g := greatest v) in *. clearbody g.
assert (U : forall m, f m <= IZR (snd g) / IZR s).
{ intros m. apply Rmult_le_reg_r with (IZR s); [exact sr|].
  replace (IZR (snd g) / IZR s * IZR s) with (IZR (snd g)) by (field; lra). apply Hu. lia. }
assert (S1 : Rbar_le (f n) (Sup_seq (fun k => Finite (f k)))) by (apply (Sup_seq_minor_le (fun k => Finite (f k)) (f n) n); simpl; lra).
assert (S2 : Rbar_le (Sup_seq (fun k => Finite (f k))) (IZR (snd g) / IZR s)).
{ destruct (is_sup_seq_lub _ _ (Sup_seq_correct (fun k => Finite (f k)))) as [_ B].
  apply B. intros x [m ->]. simpl. apply U. }
unfold holds, Supremum. destruct (Sup_seq (fun k => Finite (f k))) as [x| |]; try contradiction.
simpl in S1, S2 |- *. split.
- eapply Rle_trans; [exact Hl|]. apply Rmult_le_compat_r; lra.
- apply Rle_trans with (IZR (snd g) / IZR s * IZR s); [apply Rmult_le_compat_r; lra|].
  replace (IZR (snd g) / IZR s * IZR s) with (IZR (snd g)) by (field; lra). lra.
Qed.
End Terms.

(** * Tactics *)

Lemma gauss_form u c n : u = c * (INR n * INR n) -> exp u = exp c ^ (n * n).
Proof.
intros ->. rewrite <- mult_INR. induction (n * n)%nat as [|m IH]; [simpl; rewrite Rmult_0_r; apply exp_0|].
rewrite S_INR. replace (c * (INR m + 1)) with (c + c * INR m) by ring. rewrite exp_plus, IH. reflexivity.
Qed.

(** The offset c of an index written as k, S k, k + c, c + k. *)
Ltac offset k n :=
  lazymatch n with
  | k => constr:(O)
  | S ?m => let c := offset k m in constr:(S c)
  | (k + ?c)%nat => c
  | (?c + k)%nat => c
  | (?a + ?c)%nat => let b := offset k a in eval vm_compute in (b + c)%nat
  end.

(** The value at n = 1 of an exponent c n^2. *)
Ltac square_coefficient k u :=
  match u with context [INR ?n] =>
    lazymatch n with context [k] =>
      let f := eval pattern (INR n) in u in
      lazymatch f with ?g _ => eval cbv beta in (g 1) end
    end
  end.
Ltac square_index k u :=
  match u with context [INR ?n] => lazymatch n with context [k] => n end end.

Ltac member x l :=
  lazymatch l with nil => constr:(false) | x :: _ => constr:(true) | _ :: ?t => member x t end.
Ltac insert x l :=
  let b := member x l in lazymatch b with true => l | false => constr:(x :: l) end.
Ltac position x l :=
  lazymatch l with x :: _ => constr:(O) | _ :: ?t => let i := position x t in constr:(S i) end.

(** The numbers in [e] that do not depend on [k]. *)
Ltac numbers k e l :=
  lazymatch e with
  | context [k] =>
      lazymatch e with
      | INR _ => l
      | exp ?u - 1 => numbers k u l
      | exp ?u => let c := square_coefficient k u in insert (exp c) l
      | ?a + ?b => let l := numbers k a l in numbers k b l
      | ?a - ?b => let l := numbers k a l in numbers k b l
      | ?a * ?b => let l := numbers k a l in numbers k b l
      | ?a / ?b => let l := numbers k a l in numbers k b l
      | ?a ^ _ => numbers k a l
      | BesselI _ ?x => insert x l
      | BesselClifford _ ?a => numbers k a l
      end
  | _ => insert e l
  end.

Ltac reify_term k e l :=
  lazymatch e with
  | context [k] =>
      lazymatch e with
      | INR ?n => let c := offset k n in constr:(Index c)
      | exp ?u - 1 => let a := reify_term k u l in constr:(Expm1 a)
      | exp ?u => let c := square_coefficient k u in let n := square_index k u in
                  let o := offset k n in let i := position (exp c) l in constr:(Gauss o i)
      | ?a + ?b => let x := reify_term k a l in let y := reify_term k b l in constr:(Add x y)
      | ?a - ?b => let x := reify_term k a l in let y := reify_term k b l in constr:(Sub x y)
      | ?a * ?b => let x := reify_term k a l in let y := reify_term k b l in constr:(Mul x y)
      | ?a / ?b => let x := reify_term k a l in let y := reify_term k b l in constr:(Div x y)
      | ?a ^ ?n => let x := reify_term k a l in constr:(Pow x n)
      | BesselI ?n ?x => let c := offset k n in let i := position x l in constr:(Bessel c i)
      | BesselClifford ?m ?a => let x := reify_term k a l in constr:(Clifford m x)
      end
  | _ => let i := position e l in constr:(Atom i)
  end.

Lemma nth_holds s is rs : List.Forall2 (holds s) is rs -> forall i, holds s (nth i is (0%Z, 0%Z)) (nth i rs 0).
Proof.
intros H. induction H as [|j r is rs H1 H2 IH]; intros i.
- destruct i; unfold holds; simpl; lra.
- destruct i; simpl; auto.
Qed.

(** [enclosures l q k]: [k H] with [H : Forall2 (holds (power q)) is l]. *)
Ltac enclosures l q k :=
  lazymatch l with
  | nil => k (@List.Forall2_nil (Z * Z) R (holds (power q)))
  | ?x :: ?t => elementary x; with_fixed x q (power q) ltac:(fun H => enclosures t q ltac:(fun Ht =>
                k (@List.Forall2_cons (Z * Z) R (holds (power q)) _ x _ t H Ht); try clear H))
  end.

(** The body of a sum and its term agree. *)
Ltac same_terms k :=
  cbv zeta; cbn [den nth];
  repeat match goal with |- context [exp ?u] =>
    lazymatch u with context [k] => idtac end;
    let c := square_coefficient k u in let n := square_index k u in
    rewrite (gauss_form u c n) by (unfold Rdiv; ring) end;
  rewrite ?(Nat.add_comm k); reflexivity.

(** [with_terms body done]: [done l t E], where [E : forall k, den l t k = body k]. *)
Ltac with_terms body done :=
  let k := fresh "k" in
  let L := fresh "L" in let T := fresh "T" in
  evar (L : list R); evar (T : term);
  let E := fresh "E" in
  assert (E : forall k : nat, den L T k = body k);
  [ intros k;
    let e := eval cbv beta zeta in (body k) in
    let l := numbers k e (@nil R) in
    let t := reify_term k e l in
    let u := eval unfold L in L in unify u l; let v := eval unfold T in T in unify v t; unfold L, T; symmetry;
    change (body k) with e; same_terms k
  | let l := eval unfold L in L in let t := eval unfold T in T in
    change (forall k : nat, den l t k = body k) in E;
    clear L T; done l t E ].

(** [bound_Series N p]: a call [Series (fun k => ...)] becomes a bounded variable: N terms, the rest by their ratio. *)
Ltac bound_Series N p :=
  match goal with |- context [Series ?body] =>
    let N := nat_of N in let p := positive_of p in let q := working p in
    with_terms body ltac:(fun l t E =>
      enclosures l q ltac:(fun H =>
        let C := fresh "C" in
        pose proof (fun i h => eq_ind _ (holds (power q) i)
          (sum_terms_holds l q _ N N (nth_holds _ _ _ H) t i h) _ (Series_ext _ _ E)) as C;
        conclude (Series body) C q; clear C; clear E))
  end.

(** [bound_Supremum N p]: the same for [Supremum (fun k => ...)], where the terms decrease from the N-th on. *)
Lemma Supremum_ext f g : (forall k, f k = g k) -> Supremum f = Supremum g.
Proof. intros H. unfold Supremum. f_equal. apply Sup_seq_ext. intros n. now rewrite H. Qed.

Ltac bound_Supremum N p :=
  match goal with |- context [Supremum ?body] =>
    let N := nat_of N in let p := positive_of p in let q := working p in
    with_terms body ltac:(fun l t E =>
      enclosures l q ltac:(fun H =>
        let C := fresh "C" in
        pose proof (fun i h => eq_ind _ (holds (power q) i)
          (sup_terms_holds l q _ N N (nth_holds _ _ _ H) t i h) _ (Supremum_ext _ _ E)) as C;
        conclude (Supremum body) C q; clear C; clear E))
  end.
