(** Rational matrices: exact identities, definiteness, ranks, inertia, and thresholds of pencils D - s M. *)
From Coq Require Import Reals QArith Qreals Lia Lra ZArith Bool.
From Coq Require Export List.
Export ListNotations.
Open Scope R_scope.

(** * Definitions *)

(** A vector is the list of its entries, a matrix the list of its rows. *)
Definition vector := list R.
Definition matrix := list vector.

(** u_1 v_1 + ... + u_n v_n *)
Fixpoint dot (u v : vector) : R :=
  match u, v with a :: u', b :: v' => a * b + dot u' v' | _, _ => 0 end.
(** The vector A x. *)
Definition apply (A : matrix) (x : vector) : vector := map (fun row => dot row x) A.
(** The number x^T A x. *)
Definition quadratic (A : matrix) (x : vector) : R := dot x (apply A x).
(** Columns become rows. *)
Definition transpose (A : matrix) : matrix :=
  map (fun j => map (fun row => nth j row 0) A) (seq 0 (length (hd [] A))).
(** Entry i, j of the product: row i of A times column j of B. *)
Definition product (A B : matrix) : matrix := map (fun row => map (fun column => dot row column) (transpose B)) A.
(** All entries times c. *)
Definition scale (c : R) (A : matrix) : matrix := map (map (Rmult c)) A.
(** Entry by entry. *)
Fixpoint vector_sum (u v : vector) : vector :=
  match u, v with a :: u', b :: v' => (a + b) :: vector_sum u' v' | [], _ => v | _, [] => u end.
Fixpoint sum (A B : matrix) : matrix :=
  match A, B with u :: A', v :: B' => vector_sum u v :: sum A' B' | [], _ => B | _, [] => A end.
Definition difference (A B : matrix) : matrix := sum A (scale (-1) B).
(** The identity with n rows. *)
Definition identity (n : nat) : matrix :=
  map (fun i => map (fun j => if Nat.eqb i j then 1 else 0) (seq 0 n)) (seq 0 n).
(** The matrix with the entries d on its diagonal, 0 elsewhere. *)
Definition diagonal (d : vector) : matrix :=
  map (fun i => map (fun j => if Nat.eqb i j then nth i d 0 else 0) (seq 0 (length d))) (seq 0 (length d)).
(** The sum of the diagonal. *)
Fixpoint trace_from (i : nat) (A : matrix) : R :=
  match A with [] => 0 | row :: rest => nth i row 0 + trace_from (S i) rest end.
Definition trace (A : matrix) : R := trace_from 0 A.
(** The determinant of a matrix with n rows, by expansion along the first row. *)
Definition without {T} (j : nat) (u : list T) : list T := firstn j u ++ skipn (S j) u.
Fixpoint determinant_of (n : nat) (A : matrix) : R :=
  match n, A with
  | S n', row :: rest =>
      fold_right Rplus 0
        (map (fun j => (-1) ^ j * nth j row 0 * determinant_of n' (map (without j) rest)) (seq 0 n))
  | _, _ => 1
  end.
Definition determinant (A : matrix) : R := determinant_of (length A) A.

Definition nonzero (x : vector) := exists a, In a x /\ a <> 0.
Definition positive_definite (A : matrix) := forall x, length x = length A -> nonzero x -> 0 < quadratic A x.
Definition positive_semidefinite (A : matrix) := forall x, length x = length A -> 0 <= quadratic A x.

(** All rows have n entries. *)
Definition width (n : nat) (A : matrix) := Forall (fun row => length row = n) A.

(** A = L R, L with r columns and R with r rows, L with a left and R with a right inverse. *)
Definition rank (A : matrix) (r : nat) :=
  exists L R L' R', A = product L R /\ product L' L = identity r /\ product R R' = identity r /\
    width r L /\ width (length (hd [] A)) R.

(** A = C^T diag(d) C with C invertible, and p entries of d are positive, n negative, z zero. *)
Definition inertia (A : matrix) (p n z : nat) :=
  exists C C' dp dn, product C C' = identity (p + n + z) /\ product C' C = identity (p + n + z) /\
    A = product (transpose C) (product (diagonal (dp ++ dn ++ repeat 0 z)) C) /\
    length dp = p /\ length dn = n /\ Forall (fun a => 0 < a) dp /\ Forall (fun a => a < 0) dn.

(** t is where D - t M stops being positive definite: definite before, not even semidefinite behind. *)
Definition threshold (D M : matrix) (t : R) :=
  0 < t /\ (forall s, 0 <= s < t -> positive_definite (difference D (scale s M))) /\
  (forall s, t < s -> ~ positive_semidefinite (difference D (scale s M))).

Declare Scope matrix_scope.
Delimit Scope matrix_scope with M.
Notation "A + B" := (sum A B) : matrix_scope.
Notation "A - B" := (difference A B) : matrix_scope.
Notation "A * B" := (product A B) : matrix_scope.
Notation "c .* A" := (scale c%R A) (at level 40, left associativity) : matrix_scope.
Notation "A ^T" := (transpose A) (at level 1, format "A ^T") : matrix_scope.

(** * The same over Q, to compute with *)

(** Rational numbers in the data of proofs. *)
Declare Scope rational_scope.
Delimit Scope rational_scope with rational.
Notation "a # b" := (Qmake a b) : rational_scope.
Definition no_rationals : list Q := [].

(** The literal of a rational number, as one writes it: [3/2], [2]. *)
Definition rd (q : Q) : R := match Qden q with xH => IZR (Qnum q) | d => IZR (Qnum q) / IZR (Zpos d) end.
Definition reals (u : list Q) : vector := map rd u.
Definition real (A : list (list Q)) : matrix := map reals A.

Lemma rd_Q2R q : rd q = Q2R q.
Proof. unfold rd, Q2R. destruct q as [n d]. cbn [Qnum Qden]. destruct d; trivial. field. Qed.
Lemma rd_eq p q : Qeq p q -> rd p = rd q.
Proof. intro H. rewrite !rd_Q2R. now apply Qeq_eqR. Qed.

Definition qadd a b := Qred (a + b).
Definition qmul a b := Qred (a * b).
Arguments qadd : simpl never.
Arguments qmul : simpl never.
Arguments rd : simpl never.
Lemma rd_add a b : rd (qadd a b) = rd a + rd b.
Proof. unfold qadd. rewrite !rd_Q2R, (Qeq_eqR _ _ (Qred_correct _)). apply Q2R_plus. Qed.
Lemma rd_mul a b : rd (qmul a b) = rd a * rd b.
Proof. unfold qmul. rewrite !rd_Q2R, (Qeq_eqR _ _ (Qred_correct _)). apply Q2R_mult. Qed.
Lemma rd_0 : rd 0 = 0. Proof. reflexivity. Qed.
Lemma rd_1 : rd 1 = 1. Proof. reflexivity. Qed.

Fixpoint qdot (u v : list Q) : Q :=
  match u, v with a :: u', b :: v' => qadd (qmul a b) (qdot u' v') | _, _ => 0%Q end.
Definition qapply (A : list (list Q)) (x : list Q) := map (fun row => qdot row x) A.
Definition qquadratic A x := qdot x (qapply A x).
Definition qtranspose (A : list (list Q)) :=
  map (fun j => map (fun row => nth j row 0%Q) A) (seq 0 (length (hd [] A))).
Definition qproduct (A B : list (list Q)) := map (fun row => map (fun column => qdot row column) (qtranspose B)) A.
Definition qscale c (A : list (list Q)) := map (map (qmul c)) A.
Fixpoint qvector_sum (u v : list Q) :=
  match u, v with a :: u', b :: v' => qadd a b :: qvector_sum u' v' | [], _ => v | _, [] => u end.
Fixpoint qsum (A B : list (list Q)) :=
  match A, B with u :: A', v :: B' => qvector_sum u v :: qsum A' B' | [], _ => B | _, [] => A end.
Definition qidentity (n : nat) :=
  map (fun i => map (fun j => if Nat.eqb i j then 1%Q else 0%Q) (seq 0 n)) (seq 0 n).
Definition qdiagonal (d : list Q) :=
  map (fun i => map (fun j => if Nat.eqb i j then nth i d 0%Q else 0%Q) (seq 0 (length d))) (seq 0 (length d)).
Fixpoint qtrace_from (i : nat) (A : list (list Q)) : Q :=
  match A with [] => 0%Q | row :: rest => qadd (nth i row 0%Q) (qtrace_from (S i) rest) end.
Fixpoint qdeterminant_of (n : nat) (A : list (list Q)) : Q :=
  match n, A with
  | S n', row :: rest =>
      fold_right qadd 0%Q
        (map (fun j => qmul (qmul (if Nat.even j then 1 else -1)%Q (nth j row 0%Q))
                            (qdeterminant_of n' (map (without j) rest))) (seq 0 n))
  | _, _ => 1%Q
  end.

Lemma reals_nth j u : nth j (reals u) 0 = rd (nth j u 0%Q).
Proof. change 0 with (rd 0) at 1. apply map_nth. Qed.
Lemma real_dot u : forall v, dot (reals u) (reals v) = rd (qdot u v).
Proof. induction u as [|a u IH]; intros [|b v]; cbn; trivial. now rewrite rd_add, rd_mul, <- IH. Qed.
Lemma real_apply A x : apply (real A) (reals x) = reals (qapply A x).
Proof. unfold apply, real, qapply, reals. rewrite !map_map. apply map_ext. intro u. apply real_dot. Qed.
Lemma real_quadratic A x : quadratic (real A) (reals x) = rd (qquadratic A x).
Proof. unfold quadratic. rewrite real_apply. apply real_dot. Qed.
Lemma real_transpose A : transpose (real A) = real (qtranspose A).
Proof.
unfold transpose, qtranspose. replace (length (hd [] (real A))) with (length (hd [] A)).
2:{ destruct A; trivial. cbn. symmetry. apply map_length. }
unfold real at 2. rewrite map_map. apply map_ext. intro j. unfold real, reals. rewrite !map_map. apply map_ext.
intro u. apply (reals_nth j u).
Qed.
Lemma real_product A B : product (real A) (real B) = real (qproduct A B).
Proof.
unfold product, qproduct. rewrite real_transpose. generalize (qtranspose B) as C. intro C. unfold real.
rewrite !map_map. apply map_ext. intro u. unfold reals at 3. rewrite !map_map. apply map_ext. intro v. apply real_dot.
Qed.
Lemma real_scale c A : scale (rd c) (real A) = real (qscale c A).
Proof.
unfold scale, qscale, real, reals. rewrite !map_map. apply map_ext. intro u. rewrite !map_map. apply map_ext.
intro a. symmetry. apply rd_mul.
Qed.
Lemma real_vector_sum u : forall v, vector_sum (reals u) (reals v) = reals (qvector_sum u v).
Proof. induction u as [|a u IH]; intros [|b v]; cbn; trivial. now rewrite rd_add, <- IH. Qed.
Lemma real_sum A : forall B, sum (real A) (real B) = real (qsum A B).
Proof. induction A as [|u A IH]; intros [|v B]; cbn; trivial. now rewrite real_vector_sum, <- IH. Qed.
Lemma real_identity n : identity n = real (qidentity n).
Proof.
unfold identity, qidentity, real, reals. rewrite map_map. apply map_ext. intro i. rewrite map_map. apply map_ext.
intro j. now destruct (Nat.eqb i j).
Qed.
Lemma real_diagonal d : diagonal (reals d) = real (qdiagonal d).
Proof.
unfold diagonal, qdiagonal, real. rewrite map_map. unfold reals at 2 3. rewrite map_length. apply map_ext. intro i.
unfold reals at 2. rewrite map_map. apply map_ext. intro j. rewrite reals_nth. now destruct (Nat.eqb i j).
Qed.
Lemma real_trace_from A : forall i, trace_from i (real A) = rd (qtrace_from i A).
Proof. induction A as [|u A IH]; intro i; cbn; trivial. now rewrite rd_add, IH, reals_nth. Qed.
Lemma without_map {S T} (f : S -> T) j u : without j (map f u) = map f (without j u).
Proof. unfold without. now rewrite map_app, firstn_map, skipn_map. Qed.
Lemma real_determinant_of n : forall A, determinant_of n (real A) = rd (qdeterminant_of n A).
Proof.
induction n as [|n IH]; intros [|row rest]; trivial.
change (real (row :: rest)) with (reals row :: real rest). cbn [determinant_of qdeterminant_of].
generalize (seq 0 (S n)) as js. induction js as [|j js IHj]; trivial. cbn [map fold_right].
rewrite IHj, rd_add, !rd_mul, reals_nth. f_equal. f_equal.
- f_equal. clear. induction j as [|j IH]; [reflexivity|].
  rewrite Nat.even_succ, <- Nat.negb_even. change ((-1) ^ S j) with (-1 * (-1) ^ j). rewrite IH.
  destruct (Nat.even j); unfold rd; cbn; lra.
- rewrite <- IH. f_equal. unfold real. rewrite !map_map. apply map_ext. intro u. apply without_map.
Qed.

(** Expressions in rational matrices, and their value. *)
Inductive term :=
| Literal (A : list (list Q)) | Identity (n : nat) | Diagonal (d : list Q)
| Product (a b : term) | Sum (a b : term) | Difference (a b : term) | Scale (c : Q) (a : term) | Transpose (a : term).
Fixpoint meaning (a : term) : matrix :=
  match a with
  | Literal A => real A | Identity n => identity n | Diagonal d => diagonal (reals d)
  | Product a b => product (meaning a) (meaning b) | Sum a b => sum (meaning a) (meaning b)
  | Difference a b => difference (meaning a) (meaning b) | Scale c a => scale (rd c) (meaning a)
  | Transpose a => transpose (meaning a)
  end.
Fixpoint value (a : term) : list (list Q) :=
  match a with
  | Literal A => A | Identity n => qidentity n | Diagonal d => qdiagonal d
  | Product a b => qproduct (value a) (value b) | Sum a b => qsum (value a) (value b)
  | Difference a b => qsum (value a) (qscale (-1) (value b)) | Scale c a => qscale c (value a)
  | Transpose a => qtranspose (value a)
  end.
Lemma meaning_value a : meaning a = real (value a).
Proof.
induction a as [A|n|d|a IHa b IHb|a IHa b IHb|a IHa b IHb|c a IHa|a IHa]; cbn [meaning value]; trivial;
  try rewrite IHa; try rewrite IHb.
- apply real_identity.
- apply real_diagonal.
- apply real_product.
- apply real_sum.
- unfold difference. change (-1) with (rd (-1)). now rewrite real_scale, real_sum.
- apply real_scale.
- apply real_transpose.
Qed.

(** Equality of lists of lists, entry by entry. *)
Fixpoint all2 {S T} (same : S -> T -> bool) (u : list S) (v : list T) : bool :=
  match u, v with [], [] => true | a :: u', b :: v' => same a b && all2 same u' v' | _, _ => false end.
Lemma all2_map {S T U} (same : S -> T -> bool) (f : S -> U) (g : T -> U) :
  (forall a b, same a b = true -> f a = g b) -> forall u v, all2 same u v = true -> map f u = map g v.
Proof.
intro H. induction u as [|a u IH]; intros [|b v]; cbn; try discriminate; trivial.
intro E. apply andb_prop in E as [E1 E2]. f_equal; auto.
Qed.

Lemma equal_matrices a b : all2 (all2 Qeq_bool) (value a) (value b) = true -> meaning a = meaning b.
Proof.
rewrite !meaning_value. apply all2_map. apply all2_map. intros p q E. now apply rd_eq, Qeq_bool_eq.
Qed.
Lemma equal_trace a q : Qeq_bool (qtrace_from 0 (value a)) q = true -> trace (meaning a) = rd q.
Proof.
intro E. rewrite meaning_value. unfold trace. rewrite real_trace_from. now apply rd_eq, Qeq_bool_eq.
Qed.
Lemma equal_determinant a q :
  Qeq_bool (qdeterminant_of (length (value a)) (value a)) q = true -> determinant (meaning a) = rd q.
Proof.
intro E. rewrite meaning_value. unfold determinant. replace (length (real (value a))) with (length (value a)).
rewrite real_determinant_of. now apply rd_eq, Qeq_bool_eq. symmetry. apply map_length.
Qed.

(** * Quadratic forms *)

Lemma dot_scale c u : forall v, dot v (map (Rmult c) u) = c * dot v u.
Proof. induction u as [|a u IH]; intros [|b v]; cbn; try ring. rewrite IH. ring. Qed.
Lemma dot_commutes u : forall v, dot u v = dot v u.
Proof. induction u as [|a u IH]; intros [|b v]; cbn; trivial. rewrite IH. ring. Qed.
Lemma dot_sum u : forall v x, dot x (vector_sum u v) = dot x u + dot x v.
Proof. induction u as [|a u IH]; intros [|c v] [|b x]; cbn; try ring. rewrite IH. ring. Qed.
Lemma apply_scale c A x : apply (scale c A) x = map (Rmult c) (apply A x).
Proof.
unfold apply, scale. rewrite !map_map. apply map_ext. intro u. rewrite dot_commutes, dot_scale. f_equal. apply dot_commutes.
Qed.
Lemma apply_sum A : forall B x, apply (sum A B) x = vector_sum (apply A x) (apply B x).
Proof.
induction A as [|u A IH]; intros [|v B] x; cbn; trivial. f_equal; [|apply IH].
rewrite dot_commutes, dot_sum. f_equal; apply dot_commutes.
Qed.
Lemma quadratic_scale c A x : quadratic (scale c A) x = c * quadratic A x.
Proof. unfold quadratic. now rewrite apply_scale, dot_scale. Qed.
Lemma quadratic_sum A B x : quadratic (sum A B) x = quadratic A x + quadratic B x.
Proof. unfold quadratic. now rewrite apply_sum, dot_sum. Qed.
Lemma quadratic_difference A B x : quadratic (difference A B) x = quadratic A x - quadratic B x.
Proof. unfold difference. rewrite quadratic_sum, quadratic_scale. ring. Qed.

(** The certificate of definiteness: scale A = shift I + sum_k d_k l_k l_k^T in integers, scale > 0, shift > 0 (>= 0 for
    semidefinite), d_k >= 0. *)
Definition zscale (c : Z) (u : list Z) := map (Z.mul c) u.
Fixpoint zvector_sum (u v : list Z) :=
  match u, v with a :: u', b :: v' => (a + b)%Z :: zvector_sum u' v' | [], _ => v | _, [] => u end.
Fixpoint zsum (A B : list (list Z)) :=
  match A, B with u :: A', v :: B' => zvector_sum u v :: zsum A' B' | [], _ => B | _, [] => A end.
Definition square_of (d : Z) (l : list Z) := map (fun b => zscale (d * b)%Z l) l.
Definition reconstruction (terms : list (Z * list Z)) :=
  fold_right (fun p A => zsum (square_of (fst p) (snd p)) A) [] terms.
Definition unit_vector (n i : nat) : list Z := map (fun j => if Nat.eqb i j then 1%Z else 0%Z) (seq 0 n).
Definition shift_terms (n : nat) (shift : Z) : list (Z * list Z) :=
  map (fun i => (shift, unit_vector n i)) (seq 0 n).
Definition decomposes (A : list (list Q)) (s shift : Z) (terms : list (Z * list Z)) : bool :=
  ((0 <? s)%Z && (0 <=? shift)%Z && forallb (fun p => 0 <=? fst p)%Z terms &&
  all2 (all2 (fun q z => (Qnum q * s =? z * Zpos (Qden q))%Z)) A
    (reconstruction (shift_terms (length A) shift ++ terms)))%bool.

Definition integers (A : list (list Z)) : matrix := map (map IZR) A.
Lemma integers_vector_sum u : forall v, map IZR (zvector_sum u v) = vector_sum (map IZR u) (map IZR v).
Proof. induction u as [|a u IH]; intros [|b v]; cbn; trivial. now rewrite plus_IZR, IH. Qed.
Lemma integers_sum A : forall B, integers (zsum A B) = sum (integers A) (integers B).
Proof. induction A as [|u A IH]; intros [|v B]; cbn; trivial. f_equal; [apply integers_vector_sum|apply IH]. Qed.
Lemma quadratic_square d l x : quadratic (integers (square_of d l)) x = IZR d * (dot (map IZR l) x)^2.
Proof.
unfold quadratic.
replace (apply (integers (square_of d l)) x) with (map (Rmult (IZR d * dot (map IZR l) x)) (map IZR l)).
- rewrite dot_scale. rewrite (dot_commutes x). ring.
- unfold apply, integers, square_of. rewrite !map_map. apply map_ext. intro b.
  replace (map IZR (zscale (d * b) l)) with (map (Rmult (IZR d * IZR b)) (map IZR l)).
  + rewrite (dot_commutes (map (Rmult _) _)), dot_scale, (dot_commutes x). ring.
  + unfold zscale. rewrite !map_map. apply map_ext. intro a. now rewrite !mult_IZR.
Qed.
Fixpoint squares (terms : list (Z * list Z)) (x : vector) : R :=
  match terms with [] => 0 | (d, l) :: rest => IZR d * (dot (map IZR l) x)^2 + squares rest x end.
Lemma quadratic_reconstruction terms x : quadratic (integers (reconstruction terms)) x = squares terms x.
Proof.
induction terms as [|[d l] rest IH]; [unfold quadratic; destruct x; reflexivity|].
cbn [reconstruction fold_right fst snd squares]. fold (reconstruction rest).
now rewrite integers_sum, quadratic_sum, quadratic_square, IH.
Qed.
Lemma squares_app s t x : squares (s ++ t) x = squares s x + squares t x.
Proof. induction s as [|[d l] s IH]; cbn; [ring|]. rewrite IH. ring. Qed.
Lemma squares_nonnegative terms x : forallb (fun p => 0 <=? fst p)%Z terms = true -> 0 <= squares terms x.
Proof.
induction terms as [|[d l] rest IH]; cbn [forallb squares fst]; [lra|]. intro H. apply andb_prop in H as [H1 H2].
apply Z.leb_le, IZR_le in H1. specialize (IH H2). pose proof (pow2_ge_0 (dot (map IZR l) x)).
assert (0 <= IZR d * dot (map IZR l) x ^ 2) by (apply Rmult_le_pos; lra). lra.
Qed.
Lemma dot_unit n i : forall x, (i < n)%nat -> length x = n -> dot (map IZR (unit_vector n i)) x = nth i x 0.
Proof.
unfold unit_vector.
assert (G : forall n k x, length x = n -> (k <= i < k + n)%nat ->
  dot (map IZR (map (fun j => if Nat.eqb i j then 1%Z else 0%Z) (seq k n))) x = nth (i - k) x 0).
{ assert (Z0 : forall n k x, (i < k)%nat ->
    dot (map IZR (map (fun j => if Nat.eqb i j then 1%Z else 0%Z) (seq k n))) x = 0).
  { clear. induction n as [|n IH]; intros k [|b x] H; cbn; trivial. rewrite IH by lia.
    replace (Nat.eqb i k) with false by (symmetry; apply Nat.eqb_neq; lia). cbn. ring. }
  clear -Z0. induction n as [|n IH]; intros k [|b x] L H; cbn in L; try lia. cbn [seq map dot].
  destruct (Nat.eqb_spec i k) as [->|E].
  - rewrite Z0 by lia. rewrite Nat.sub_diag. cbn. ring.
  - rewrite IH by lia. replace (i - k)%nat with (S (i - S k)) by lia. cbn. ring. }
intros x H L. rewrite G by lia. f_equal. lia.
Qed.
Lemma shift_positive n shift x : (0 <= shift)%Z -> length x = n ->
  0 <= squares (shift_terms n shift) x /\ ((0 < shift)%Z -> nonzero x -> 0 < squares (shift_terms n shift) x).
Proof.
intros Hs L. apply IZR_le in Hs. unfold shift_terms.
assert (G : forall js, (forall j, In j js -> (j < n)%nat) ->
  0 <= squares (map (fun i => (shift, unit_vector n i)) js) x /\
  ((0 < shift)%Z -> (exists j, In j js /\ nth j x 0 <> 0) -> 0 < squares (map (fun i => (shift, unit_vector n i)) js) x)).
{ induction js as [|j js IH]; intro B.
  - cbn. split; [lra|]. now intros _ [j [[] _]].
  - cbn [map squares]. rewrite dot_unit by (trivial; apply B; now left).
    destruct IH as [I1 I2]; [intros i Hi; apply B; now right|].
    pose proof (pow2_ge_0 (nth j x 0)) as P.
    assert (0 <= IZR shift * nth j x 0 ^ 2) by (apply Rmult_le_pos; lra). split; [lra|].
    intros Hp [i [[->|Hi] Hn]].
    + apply IZR_lt in Hp. assert (0 < nth i x 0 ^ 2) by (rewrite <- Rsqr_pow2; now apply Rsqr_pos_lt).
      assert (0 < IZR shift * nth i x 0 ^ 2) by (apply Rmult_lt_0_compat; lra). lra.
    + assert (0 < squares (map (fun i => (shift, unit_vector n i)) js) x) by (apply I2; eauto). lra. }
destruct (G (seq 0 n)) as [G1 G2]; [intros j Hj; apply in_seq in Hj; lia|].
split; trivial. intros Hp [a [Ha Hn]]. apply G2; trivial.
destruct (In_nth x a 0 Ha) as [j [Hj E]]. exists j. split; [apply in_seq; lia|now rewrite E].
Qed.
Lemma decomposes_correct A s shift terms : decomposes A s shift terms = true ->
  forall x, length x = length A ->
    0 <= quadratic (real A) x /\ ((0 < shift)%Z -> nonzero x -> 0 < quadratic (real A) x).
Proof.
unfold decomposes. intros H x L.
apply andb_prop in H as [H H4]. apply andb_prop in H as [H H3]. apply andb_prop in H as [H1 H2].
apply Z.ltb_lt in H1. apply Z.leb_le in H2.
assert (E : scale (IZR s) (real A) = integers (reconstruction (shift_terms (length A) shift ++ terms))).
{ unfold scale, real, integers. rewrite map_map. revert H4. apply all2_map. unfold reals. intros u v.
  rewrite map_map. apply all2_map. intros q z Hq. apply Z.eqb_eq, (f_equal IZR) in Hq. rewrite !mult_IZR in Hq.
  rewrite rd_Q2R. unfold Q2R. assert (IZR (Zpos (Qden q)) <> 0) by (apply not_0_IZR; discriminate).
  apply (Rmult_eq_reg_r (IZR (Zpos (Qden q)))); trivial. rewrite <- Hq. field. trivial. }
apply (f_equal (fun M => quadratic M x)) in E.
rewrite quadratic_scale, quadratic_reconstruction, squares_app in E.
pose proof (squares_nonnegative terms x H3). destruct (shift_positive (length A) shift x H2 L) as [P1 P2].
apply IZR_lt in H1. split.
- apply (Rmult_le_reg_l (IZR s)); lra.
- intros Hp Hn. specialize (P2 Hp Hn). apply (Rmult_lt_reg_l (IZR s)); lra.
Qed.

Lemma real_length A : length (real A) = length A. Proof. apply map_length. Qed.
Lemma definite_by a s shift terms :
  (decomposes (value a) s shift terms && (0 <? shift)%Z)%bool = true -> positive_definite (meaning a).
Proof.
intro H. apply andb_prop in H as [H Hs]. apply Z.ltb_lt in Hs. rewrite meaning_value. intros x L N.
rewrite real_length in L. now apply (decomposes_correct _ _ _ _ H).
Qed.
Lemma semidefinite_by a s shift terms : decomposes (value a) s shift terms = true -> positive_semidefinite (meaning a).
Proof.
intros H. rewrite meaning_value. intros x L. rewrite real_length in L. now apply (decomposes_correct _ _ _ _ H).
Qed.

Definition qnegative (q : Q) : bool := (Qnum q <? 0)%Z.
Lemma rd_negative q : qnegative q = true -> rd q < 0.
Proof.
unfold qnegative. intro H. apply Z.ltb_lt in H. rewrite rd_Q2R. replace 0 with (Q2R 0) by (unfold Q2R; cbn; lra).
apply Qlt_Rlt. unfold Qlt. cbn. lia.
Qed.
Definition has_witness (A : list (list Q)) (x : list Q) : bool :=
  (Nat.eqb (length x) (length A) && qnegative (qquadratic A x))%bool.
Lemma witness_correct a x : has_witness (value a) x = true ->
  length (reals x) = length (meaning a) /\ quadratic (meaning a) (reals x) < 0.
Proof.
unfold has_witness. intro H. apply andb_prop in H as [H1 H2]. apply Nat.eqb_eq in H1. rewrite meaning_value. split.
- rewrite real_length. unfold reals. now rewrite map_length.
- rewrite real_quadratic. now apply rd_negative.
Qed.
Lemma not_semidefinite_by a x : has_witness (value a) x = true -> ~ positive_semidefinite (meaning a).
Proof. intros H P. destruct (witness_correct a x H) as [L N]. specialize (P _ L). lra. Qed.

(** * Thresholds *)

Lemma zero_quadratic A x : ~ nonzero x -> quadratic A x = 0.
Proof.
intro H. unfold quadratic. generalize (apply A x). revert H. induction x as [|a x IH]; intros H y; [reflexivity|].
destruct y as [|b y]; [reflexivity|]. cbn. rewrite IH.
- destruct (Req_dec a 0) as [->|N]; [ring|]. elim H. exists a. split; [now left|trivial].
- intros [c [Hc Nc]]. apply H. exists c. split; [now right|trivial].
Qed.
Lemma nonzero_dec x : nonzero x \/ ~ nonzero x.
Proof.
induction x as [|a x [[c [Hc N]]|H]].
- right. now intros [a [[] _]].
- left. exists c. split; [now right|trivial].
- destruct (Req_dec a 0) as [->|N].
  + right. intros [c [[<-|Hc] Nc]]; [now apply Nc|]. apply H. now exists c.
  + left. exists a. split; [now left|trivial].
Qed.
Lemma definite_semidefinite A : positive_definite A -> positive_semidefinite A.
Proof.
intros H x L. destruct (nonzero_dec x) as [N|N]; [now apply Rlt_le, H|]. rewrite zero_quadratic by trivial. lra.
Qed.

Lemma threshold_unique D M t u : threshold D M t -> threshold D M u -> t = u.
Proof.
assert (G : forall t u, threshold D M t -> threshold D M u -> ~ t < u).
{ clear. intros t u [Ht [_ Tt]] [_ [Tu _]] H. apply (Tt ((t + u) / 2)); [lra|]. apply definite_semidefinite, Tu. lra. }
intros T U. destruct (Rtotal_order t u) as [H|[H|H]]; trivial; exfalso.
- now apply (G t u).
- now apply (G u t).
Qed.

Lemma vector_sum_length u : forall v, length v = length u -> length (vector_sum u v) = length u.
Proof. induction u as [|a u IH]; intros [|b v] L; cbn in *; try discriminate; trivial. f_equal. apply IH. lia. Qed.
Lemma sum_length A : forall B, length B = length A -> length (sum A B) = length A.
Proof. induction A as [|u A IH]; intros [|v B] L; cbn in *; try discriminate; trivial. f_equal. apply IH. lia. Qed.
Lemma difference_length D M s : length M = length D -> length (difference D (scale s M)) = length D.
Proof. intro L. unfold difference. apply sum_length. unfold scale. now rewrite !map_length. Qed.

Theorem threshold_bracket D M lo hi x :
  length M = length D -> positive_definite D -> 0 < lo <= hi -> positive_definite (difference D (scale lo M)) ->
  length x = length D -> quadratic (difference D (scale hi M)) x < 0 ->
  exists t, lo <= t <= hi /\ threshold D M t.
Proof.
intros L PD Hlo Plo Lx Nx. rewrite quadratic_difference, quadratic_scale in Nx.
assert (Dx : 0 <= quadratic D x) by now apply definite_semidefinite.
set (good s := 0 <= s /\ positive_semidefinite (difference D (scale s M))).
assert (G : good lo) by (split; [lra|now apply definite_semidefinite]).
assert (B : is_upper_bound good hi).
{ intros s [Hs P]. apply Rnot_lt_le. intro H. specialize (P x). rewrite difference_length in P by trivial. specialize (P Lx).
  rewrite quadratic_difference, quadratic_scale in P.
  assert (Mx : 0 < quadratic M x).
  { apply Rnot_le_lt. intro Q. assert (hi * quadratic M x <= hi * 0) by (apply Rmult_le_compat_l; lra). lra. }
  assert (hi * quadratic M x < s * quadratic M x) by (apply Rmult_lt_compat_r; lra). lra. }
destruct (completeness good (ex_intro _ hi B) (ex_intro _ lo G)) as [t [U T]].
exists t. split; [split; [now apply U|now apply T]|]. split; [|split].
- assert (lo <= t) by now apply U. lra.
- intros s [H0 Hs].
  assert (exists u, good u /\ s < u) as [u [[Hu P] Su]].
  { apply Classical_Prop.NNPP. intro N. apply (Rlt_not_le _ _ Hs), T. intros u Gu. apply Rnot_lt_le. intro H.
    apply N. now exists u. }
  intros y Ly Ny. rewrite difference_length in Ly by trivial. specialize (P y).
  rewrite difference_length in P by trivial. specialize (P Ly). specialize (PD y Ly Ny).
  rewrite quadratic_difference, quadratic_scale in *.
  (* u (D - s M) = (u - s) D + s (D - u M) *)
  assert (0 < (u - s) * quadratic D y) by (apply Rmult_lt_0_compat; lra).
  assert (0 <= s * (quadratic D y - u * quadratic M y)) by (apply Rmult_le_pos; lra).
  apply (Rmult_lt_reg_l u); [lra|].
  replace (u * (quadratic D y - s * quadratic M y))
    with ((u - s) * quadratic D y + s * (quadratic D y - u * quadratic M y)) by ring. lra.
- intros s Hs P. apply (Rlt_not_le _ _ Hs), U. split; trivial. assert (lo <= t) by now apply U. lra.
Qed.

Definition brackets (D M : list (list Q)) (lo hi : Q) (s shift : Z) (terms : list (Z * list Z))
  (s0 shift0 : Z) (terms0 : list (Z * list Z)) (x : list Q) : bool :=
  (Nat.eqb (length M) (length D) && qnegative (- lo) && Qle_bool lo hi &&
   decomposes D s0 shift0 terms0 && (0 <? shift0)%Z &&
   decomposes (qsum D (qscale (-1) (qscale lo M))) s shift terms && (0 <? shift)%Z &&
   Nat.eqb (length x) (length D) && qnegative (qquadratic (qsum D (qscale (-1) (qscale hi M))) x))%bool.
Theorem threshold_by D M lo hi s shift terms s0 shift0 terms0 x :
  brackets (value D) (value M) lo hi s shift terms s0 shift0 terms0 x = true ->
  exists t, rd lo <= t <= rd hi /\ threshold (meaning D) (meaning M) t.
Proof.
unfold brackets. intro H. repeat (apply andb_prop in H as [H ?]).
apply threshold_bracket with (reals x).
- rewrite !meaning_value, !real_length. now apply Nat.eqb_eq.
- apply (definite_by D s0 shift0 terms0). now apply andb_true_intro.
- split.
  + assert (E : qnegative (- lo) = true) by trivial. apply rd_negative in E. rewrite rd_Q2R, Q2R_opp in E.
    rewrite rd_Q2R. lra.
  + rewrite !rd_Q2R. apply Qle_Rle. now apply Qle_bool_iff.
- change (positive_definite (meaning (Difference D (Scale lo M)))). apply (definite_by _ s shift terms).
  now apply andb_true_intro.
- rewrite meaning_value, real_length. unfold reals. rewrite map_length. now apply Nat.eqb_eq.
- change (quadratic (meaning (Difference D (Scale hi M))) (reals x) < 0).
  rewrite meaning_value, real_quadratic. now apply rd_negative.
Qed.

(** * Rank and inertia *)

Definition same (a b : list (list Q)) := all2 (all2 Qeq_bool) a b.
Definition has_width (n : nat) (A : list (list Q)) := forallb (fun row => Nat.eqb (length row) n) A.
Lemma real_width n A : has_width n A = true -> width n (real A).
Proof.
intro H. unfold has_width in H. rewrite forallb_forall in H. apply Forall_forall. intros u Hu.
apply in_map_iff in Hu as [v [<- Hv]]. unfold reals. rewrite map_length. now apply Nat.eqb_eq, H.
Qed.
Lemma rank_by a r L R L' R' :
  (same (value a) (qproduct L R) && same (qproduct L' L) (qidentity r) && same (qproduct R R') (qidentity r) &&
   has_width r L && has_width (length (hd [] (value a))) R)%bool = true ->
  rank (meaning a) r.
Proof.
intro H. apply andb_prop in H as [H H5]. apply andb_prop in H as [H H4]. apply andb_prop in H as [H H3].
apply andb_prop in H as [H1 H2].
exists (real L), (real R), (real L'), (real R').
split; [|split; [|split; [|split]]].
4: now apply real_width.
4: rewrite meaning_value; replace (length (hd [] (real (value a)))) with (length (hd [] (value a)));
   [now apply real_width | destruct (value a); trivial; symmetry; apply map_length].
- exact (equal_matrices a (Product (Literal L) (Literal R)) H1).
- exact (equal_matrices (Product (Literal L') (Literal L)) (Identity r) H2).
- exact (equal_matrices (Product (Literal R) (Literal R')) (Identity r) H3).
Qed.
Lemma inertia_by a p n z C C' dp dn :
  (same (qproduct C C') (qidentity (p + n + z)) && same (qproduct C' C) (qidentity (p + n + z)) &&
   same (value a) (qproduct (qtranspose C) (qproduct (qdiagonal (dp ++ dn ++ repeat 0%Q z)) C)) &&
   Nat.eqb (length dp) p && Nat.eqb (length dn) n &&
   forallb (fun q => qnegative (- q)) dp && forallb qnegative dn)%bool = true ->
  inertia (meaning a) p n z.
Proof.
intro H. repeat (apply andb_prop in H as [H ?]).
exists (real C), (real C'), (reals dp), (reals dn).
split; [|split; [|split; [|split; [|split; [|split]]]]].
- now apply (equal_matrices (Product (Literal C) (Literal C')) (Identity (p + n + z))).
- now apply (equal_matrices (Product (Literal C') (Literal C)) (Identity (p + n + z))).
- replace (reals dp ++ reals dn ++ repeat 0 z) with (reals (dp ++ dn ++ repeat 0%Q z)).
  + now apply (equal_matrices a (Product (Transpose (Literal C)) (Product (Diagonal _) (Literal C)))).
  + unfold reals. rewrite !map_app. do 2 f_equal. clear. induction z; cbn; trivial. now rewrite <- IHz.
- unfold reals. rewrite map_length. now apply Nat.eqb_eq.
- unfold reals. rewrite map_length. now apply Nat.eqb_eq.
- apply Forall_forall. intros b Hb. apply in_map_iff in Hb as [q [<- Hq]].
  assert (F : forallb (fun q => qnegative (- q)) dp = true) by trivial. rewrite forallb_forall in F.
  specialize (F q Hq). apply rd_negative in F. rewrite rd_Q2R, Q2R_opp in F. rewrite rd_Q2R. lra.
- apply Forall_forall. intros b Hb. apply in_map_iff in Hb as [q [<- Hq]].
  assert (F : forallb qnegative dn = true) by trivial. rewrite forallb_forall in F. now apply rd_negative, F.
Qed.

(** * Tactics *)

Ltac denominator_of d :=
  lazymatch d with Zpos ?p => constr:(p) | _ => let v := eval vm_compute in d in lazymatch v with Zpos ?p => constr:(p) end end.
(** The rational number of a literal [3/2], [2], [-1/7], [0.25]. *)
Ltac rational_of r :=
  lazymatch r with
  | Q2R ?q => constr:(q)
  | IZR ?n / IZR ?d => let p := denominator_of d in constr:(Qmake n p)
  | - IZR (Zpos ?n) / IZR ?d => let p := denominator_of d in constr:(Qmake (Zneg n) p)
  | IZR ?n => constr:(Qmake n 1)
  | - IZR (Zpos ?n) => constr:(Qmake (Zneg n) 1)
  end.
Ltac rationals_of u :=
  lazymatch u with
  | @nil _ => constr:(@nil Q)
  | ?a :: ?v => let q := rational_of a in let w := rationals_of v in constr:(q :: w)
  end.
Ltac rows_of A :=
  lazymatch A with
  | @nil _ => constr:(@nil (list Q))
  | ?u :: ?B => let q := rationals_of u in let w := rows_of B in constr:(q :: w)
  end.
Ltac term_of A :=
  lazymatch A with
  | product ?a ?b => let x := term_of a in let y := term_of b in constr:(Product x y)
  | sum ?a ?b => let x := term_of a in let y := term_of b in constr:(Sum x y)
  | difference ?a ?b => let x := term_of a in let y := term_of b in constr:(Difference x y)
  | scale ?c ?a => let q := rational_of c in let x := term_of a in constr:(Scale q x)
  | transpose ?a => let x := term_of a in constr:(Transpose x)
  | identity ?n => constr:(Identity n)
  | diagonal ?d => let u := rationals_of d in constr:(Diagonal u)
  | _ => let rows := rows_of A in constr:(Literal rows)
  end.
(** A check that computes to true. *)
Ltac by_computation :=
  lazymatch goal with
  | |- ?b = true =>
      let v := eval vm_compute in b in
      lazymatch v with true => vm_cast_no_check (eq_refl true) | _ => fail 1 "the check computes to false" end
  end.

(** A = B, trace A = q, determinant A = q. *)
Ltac matrix_identity :=
  lazymatch goal with
  | |- trace ?A = ?q => let a := term_of A in let c := rational_of q in exact (equal_trace a c ltac:(by_computation))
  | |- determinant ?A = ?q => let a := term_of A in let c := rational_of q in exact (equal_determinant a c ltac:(by_computation))
  | |- ?A = ?B => let a := term_of A in let b := term_of B in exact (equal_matrices a b ltac:(by_computation))
  end.
Ltac definite s shift terms :=
  lazymatch goal with
  | |- positive_definite ?A => let a := term_of A in exact (definite_by a s shift terms ltac:(by_computation))
  | |- positive_semidefinite ?A => let a := term_of A in exact (semidefinite_by a s shift terms ltac:(by_computation))
  end.
Ltac not_semidefinite x :=
  lazymatch goal with
  | |- ~ positive_semidefinite ?A => let a := term_of A in exact (not_semidefinite_by a x ltac:(by_computation))
  end.
(** exists t, lo <= t <= hi /\ threshold D M t: decompositions of D - lo M and of D, a witness against D - hi M. *)
Ltac threshold_in s shift terms s0 shift0 terms0 x :=
  lazymatch goal with
  | |- exists t, ?lo <= t <= ?hi /\ threshold ?D ?M t =>
      let a := term_of D in let b := term_of M in let l := rational_of lo in let h := rational_of hi in
      exact (threshold_by a b l h s shift terms s0 shift0 terms0 x ltac:(by_computation))
  end.
(** exists t, threshold D M t /\ P t: leaves P t, with lo <= t <= hi among the hypotheses. *)
Ltac threshold_value lo hi s shift terms s0 shift0 terms0 x :=
  lazymatch goal with
  | |- exists t, threshold ?D ?M t /\ _ =>
      let t := fresh "t" in let B := fresh "bracket" in let T := fresh "T" in
      assert (exists t, lo <= t <= hi /\ threshold D M t) as [t [B T]];
      [threshold_in s shift terms s0 shift0 terms0 x | exists t; split; [exact T|clear T]]
  end.
Ltac has_rank L R L' R' :=
  lazymatch goal with
  | |- rank ?A ?r => let a := term_of A in exact (rank_by a r L R L' R' ltac:(by_computation))
  end.
Ltac has_inertia C C' dp dn :=
  lazymatch goal with
  | |- inertia ?A ?p ?n ?z => let a := term_of A in exact (inertia_by a p n z C C' dp dn ltac:(by_computation))
  end.
