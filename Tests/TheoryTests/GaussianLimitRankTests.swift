import Testing
import Vlasov

@Suite struct GaussianLimitRankTests {
  private func matrix(_ rows: [[Int]]) -> Matrix<Rational> {
    Matrix(rows.map { $0.map { Rational($0) } })
  }

  @Test("d - rank Q for positive values, dependent rows counted once")
  func exactRanks() {
    let sigma = matrix([[2, 1, 0], [1, 2, 1], [0, 1, 2]])
    let identity = Matrix<Rational>.identity(3)
    for (query, rank) in [
      (matrix([[1, 2, 3]]), 2), (matrix([[1, 2, 3], [2, 4, 6]]), 2), (matrix([[1, 2, 3], [0, 1, 1]]), 1),
      (matrix([[0, 0, 0]]), 3), (identity, 0), (Matrix<Rational>(rows: 0, columns: 3, []), 3),
    ] {
      #expect(LimitRank(query: query, value: identity, covariance: sigma)?.exact == rank)
    }
    // Not symmetric, V + V^T ≻ 0.
    let turning = matrix([[1, 5, 0], [-5, 1, 0], [0, 0, 1]])
    #expect(LimitRank(query: matrix([[1, 2, 3]]), value: turning, covariance: sigma)?.exact == 2)
  }

  @Test("on and beyond the boundary of V + V^T ≻ 0 only the lower bound is left")
  func bounds() throws {
    let sigma = Matrix<Rational>.identity(2)
    for value in [matrix([[0, 1], [-1, 0]]), matrix([[1, 2], [0, 1]]), matrix([[1, 3], [0, 1]])] {
      let rank = try #require(LimitRank(query: matrix([[1, 0]]), value: value, covariance: sigma))
      #expect(rank.exact == nil && rank.lower == 1 && rank.upper == 2)
    }
    let inside = matrix([[100, 199], [0, 100]])
    #expect(LimitRank(query: matrix([[1, 0]]), value: inside, covariance: sigma)?.exact == 1)
  }

  @Test("a singular or indefinite start is not covered")
  func starts() {
    let value = Matrix<Rational>.identity(2)
    for sigma in [matrix([[1, 1], [1, 1]]), matrix([[1, 2], [2, 1]]), matrix([[1, 1], [0, 1]])] {
      #expect(LimitRank(query: matrix([[1, 0]]), value: value, covariance: sigma) == nil)
    }
  }

  @Test("the random instances are inside the theorem, and their float matrices are exact")
  func instances() throws {
    for choice in RankExperiment.Value.allCases {
      for d in [1, 2, 5, 8] {
        let experiment = try RankExperiment(dimension: d, value: choice, seed: 1)
        let instance = experiment.instance(3)
        let query = try #require(Matrix<Rational>(exactly: instance.query))
        let sigma = try #require(Matrix<Rational>(exactly: instance.covariance))
        let value = try #require(Matrix<Rational>(exactly: instance.value))
        #expect(LimitRank(query: query, value: value, covariance: sigma)?.exact == d - d / 2)
        #expect(try #require(Matrix<Rational>(exactly: instance.score)) == -(query.transpose * query))
      }
    }
    #expect(Matrix<Rational>(exactly: FloatMatrix([[.nan]])) == nil)
  }
}
