(** Finite sums, factorials, binomials, and the incomplete gamma ratio of integer order. *)
From Vlasov Require Export Elementary.

(** Gamma(n, x) / Gamma(n) for an integer n >= 1. *)
Definition GammaQ (n : nat) (x : R) : R := exp (- x) * sum_f_R0 (fun k => x ^ k / INR (fact k)) (n - 1).

(** n! and binomials in binary: [fact] computes in unary. *)
Fixpoint fact_integer (n : nat) : Z := match n with O => 1%Z | S m => (Z.of_nat n * fact_integer m)%Z end.

Lemma fact_integer_holds n : INR (fact n) = IZR (fact_integer n).
Proof.
induction n as [|n IH]; [reflexivity|].
rewrite fact_simpl, mult_INR, IH, INR_IZR_INZ, <- mult_IZR. reflexivity.
Qed.

Lemma INR_integer n : INR n = IZR (Z.of_nat n).
Proof. apply INR_IZR_INZ. Qed.

Lemma binomial_integer n k : Binomial.C n k = IZR (fact_integer n) / (IZR (fact_integer k) * IZR (fact_integer (n - k))).
Proof. unfold Binomial.C. now rewrite !fact_integer_holds. Qed.

Lemma sum_n_f_R0 f n : sum_n f n = sum_f_R0 f n.
Proof. apply sum_n_Reals. Qed.

(** Sums without lengthy terms: one step at a time, integers in binary. *)
Ltac closed_nat n :=
  let v := eval vm_compute in n in
  let rec numeral v := lazymatch v with O => idtac | S ?m => numeral m end in numeral v.

Ltac expand_sums :=
  unfold GammaQ in *;
  repeat match goal with |- context [sum_n ?f ?n] => rewrite (sum_n_f_R0 f n) end;
  repeat match goal with |- context [sum_f_R0 ?f ?n] =>
    closed_nat n; let v := eval vm_compute in n in change n with v end;
  cbn [sum_f_R0];
  repeat match goal with |- context [Binomial.C ?n ?k] => rewrite (binomial_integer n k) end;
  repeat match goal with |- context [INR (fact ?n)] => rewrite (fact_integer_holds n) end;
  repeat match goal with |- context [INR ?n] => rewrite (INR_integer n) end;
  repeat match goal with |- context [fact_integer ?n] =>
    let v := eval vm_compute in (fact_integer n) in change (fact_integer n) with v end;
  repeat match goal with |- context [Z.of_nat ?n] =>
    let v := eval vm_compute in (Z.of_nat n) in change (Z.of_nat n) with v end.

Ltac needs_expansion :=
  match goal with
  | |- context [GammaQ _ _] => idtac
  | |- context [sum_f_R0 _ _] => idtac
  | |- context [sum_n _ _] => idtac
  | |- context [Binomial.C _ _] => idtac
  | |- context [INR _] => idtac
  end.
(** All finite sums of the goal at once. *)
Ltac bound_sums N p := needs_expansion; progress expand_sums.
