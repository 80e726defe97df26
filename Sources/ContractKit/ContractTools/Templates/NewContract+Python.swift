extension NewContract {
  /// Where the falsifier in Python stands.
  var pythonTest: String { "tests/test_\(equation).py" }

  /// The falsifier in Python, which fails until somebody writes it.
  var pythonFalsifier: File {
    File(
      path: pythonTest,
      text: """
        \"""The falsifier of contracts/\(id).yaml.\"""

        import pytest


        @pytest.mark.falsifier("\(falsifier)")
        def test_\(equation)(claim):
            pytest.fail("\(falsifier) is not written yet: record as below, and remove this line")

            # from PACKAGE import KERNEL
            #
            # def first_element_dropped(x):
            #     \"""x[0] is read as 0.\"""
            #     return KERNEL(np.append(np.float32(0), x[1:]))
            #
            # random = claim.random("uniform")
            # x = claim.input("x", random.units(1024), generator="uniform", seed=random)
            # expected = ...  # an oracle that is not the kernel
            # claim.record(KERNEL, mutants=[first_element_dropped], oracle=expected)

        """)
  }
}
