(** What the tactics on matrices prove, and what they refuse: a changed entry, a wrong witness, bound or rank. *)
From Coq Require Import Reals.
From Vlasov Require Import Matrices.
Open Scope R_scope.

Goal ([[1; 2]; [3; 4]] * [[-2; 1]; [3/2; -1/2]] = identity 2)%M. Proof. matrix_identity. Qed.
Goal ([[1; 2]; [3; 4]] * [[-2; 1]; [3/2; -1/3]] = identity 2)%M. Proof. Fail matrix_identity. Abort.
Goal determinant [[1; 2; 3]; [4; 5; 6]; [7; 8; 10]] = -3. Proof. matrix_identity. Qed.
Goal determinant [[1; 2; 3]; [4; 5; 6]; [7; 8; 10]] = -3.25. Proof. Fail matrix_identity. Abort.
Goal trace [[0.5; 2]; [3; 1/4]] = 3/4. Proof. matrix_identity. Qed.

(* [[2, 1], [1, 2]] = I + (1, 1) (1, 1)^T *)
Goal positive_definite [[2; 1]; [1; 2]]. Proof. definite 1%Z 1%Z [(1, [1; 1])]%Z. Qed.
Goal positive_definite [[2; 1]; [1; 3]]. Proof. Fail definite 1%Z 1%Z [(1, [1; 1])]%Z. Abort.
Goal positive_definite [[1; 1]; [1; 1]]. Proof. Fail definite 1%Z 0%Z [(1, [1; 1])]%Z. Abort.
Goal positive_semidefinite [[1; 1]; [1; 1]]. Proof. definite 1%Z 0%Z [(1, [1; 1])]%Z. Qed.
Goal positive_semidefinite [[-1; -1]; [-1; -1]]. Proof. Fail definite 1%Z 0%Z [(-1, [1; 1])]%Z. Abort.
Goal ~ positive_semidefinite [[1; 2]; [2; 1]]. Proof. not_semidefinite [1#1; -1#1]%rational. Qed.
Goal ~ positive_semidefinite [[1; 2]; [2; 1]]. Proof. Fail not_semidefinite [1#1; 1#1]%rational. Abort.
Goal ~ positive_semidefinite [[1; 2]; [2; 1]]. Proof. Fail not_semidefinite [1#1; -1#1; 0#1]%rational. Abort.

(* I - t [[1, 0], [0, 1/2]] up to t = 1: at 1/2 it is 1/4 I + ..., at 2 the first unit vector refutes it. *)
Goal exists t, 0.5 <= t <= 2 /\ threshold (identity 2) [[1; 0]; [0; 1/2]] t.
Proof. threshold_in 4%Z 1%Z [(1, [1; 0]); (2, [0; 1])]%Z 1%Z 1%Z (@nil (Z * list Z)) [1#1; 0#1]%rational. Qed.
Goal exists t, 0.5 <= t <= 0.75 /\ threshold (identity 2) [[1; 0]; [0; 1/2]] t.
Proof. Fail threshold_in 4%Z 1%Z [(1, [1; 0]); (2, [0; 1])]%Z 1%Z 1%Z (@nil (Z * list Z)) [1#1; 0#1]%rational. Abort.
Goal exists t, 1.5 <= t <= 2 /\ threshold (identity 2) [[1; 0]; [0; 1/2]] t.
Proof. Fail threshold_in 4%Z 1%Z [(1, [1; 0]); (2, [0; 1])]%Z 1%Z 1%Z (@nil (Z * list Z)) [1#1; 0#1]%rational. Abort.

Goal rank [[1; 2]; [2; 4]] 1.
Proof. has_rank [[1#1]; [2#1]]%rational [[1#1; 2#1]]%rational [[1#1; 0#1]]%rational [[1#1]; [0#1]]%rational. Qed.
Goal rank [[1; 2]; [2; 5]] 1.
Proof. Fail has_rank [[1#1]; [2#1]]%rational [[1#1; 2#1]]%rational [[1#1; 0#1]]%rational [[1#1]; [0#1]]%rational. Abort.
Goal inertia [[1; 0]; [0; -2]] 1 1 0.
Proof.
  has_inertia [[1#1; 0#1]; [0#1; 1#1]]%rational [[1#1; 0#1]; [0#1; 1#1]]%rational [1#1]%rational [-2#1]%rational.
Qed.
Goal inertia [[1; 0]; [0; -2]] 2 0 0.
Proof.
  Fail has_inertia [[1#1; 0#1]; [0#1; 1#1]]%rational [[1#1; 0#1]; [0#1; 1#1]]%rational [1#1; -2#1]%rational
    no_rationals.
Abort.
