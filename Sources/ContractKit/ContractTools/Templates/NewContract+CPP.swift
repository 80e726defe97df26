extension NewContract {
  /// The program of the falsifier in C++, which is also its target in CMake.
  var cppTest: String { "record_\(equation)" }
  /// What builds such a program and runs it.
  var recordScript: String { "tests/record.sh" }

  /// The falsifier in C++, which fails until somebody writes it.
  var cppFalsifier: File {
    File(
      path: "tests/\(cppTest).cpp",
      text: """
        // The falsifier of contracts/\(id).yaml.

        #include <cstdio>

        #include "pv_record.h"

        int main() {
          std::fputs("\(falsifier) is not written yet: record as below, and remove these two lines\\n", stderr);
          return 1;

          // using Vector = std::vector<float>;
          // using Kernel = std::function<Vector(const Vector &)>;
          //
          // pv::recording run("\(id)", "\(falsifier)");
          // pv_random random = run.random("uniform");
          // Vector x(1024);
          // for (float &value : x) value = pv_random_unit(&random);
          // run.input("x", x, "uniform", &random);
          // std::vector<double> expected = ...;  // an oracle that is not the kernel
          // run.judge<Kernel>(
          //     "y", kernel, {}, {{"first_element_dropped", "x[0] is read as 0", firstElementDropped}},
          //     [&](const Kernel &kernel) { return kernel(x); });
          // run.compare("max_abs_error", "y", expected);
          // return run.end();
        }

        """)
  }

  /// What a package in C++ needs once: the script that builds and runs the program whose name it is given, and a build
  /// where there is none yet.
  package var cppSetup: [File] {
    [
      File(
        path: recordScript,
        text: """
          #!/bin/sh
          # Builds the program of a falsifier and runs it; pv starts this. Everything is compiled anew: make goes by times,
          # and a source that was put back is older than what was made of another one.
          set -e
          mkdir -p build
          "${PV_PROGRAM:-pv-contracts}" record --header > build/pv_record.h
          cmake -S . -B build > build/cmake.log || { cat build/cmake.log >&2; exit 1; }
          cmake --build build --clean-first --target "$1" > build/build.log || { cat build/build.log >&2; exit 1; }
          exec "build/$1"

          """),
      File(
        path: "CMakeLists.txt",
        text: """
          cmake_minimum_required(VERSION 3.16)
          project(\(equation) LANGUAGES CXX)

          if(NOT CMAKE_BUILD_TYPE)
            set(CMAKE_BUILD_TYPE Release)
          endif()
          set(CMAKE_CXX_STANDARD 17)
          set(CMAKE_CXX_STANDARD_REQUIRED ON)
          # A product is rounded before it is added, whatever the compiler: else the bits are not the same everywhere.
          add_compile_options(-Wall -Wextra -ffp-contract=off)

          # TODO: the kernel's sources. Here their functions say when they are entered, so that a recording shows that it
          # is of this kernel; the library that you ship is built without.
          # add_library(kernel_counted src/kernel.cpp)
          # target_include_directories(kernel_counted PUBLIC src)
          # target_compile_options(kernel_counted PRIVATE -gdwarf-4 -finstrument-functions)

          # pv_record.h is printed into the folder of the build by tests/record.sh.
          add_executable(\(cppTest) tests/\(cppTest).cpp)
          target_include_directories(\(cppTest) PRIVATE ${CMAKE_BINARY_DIR})
          # target_link_libraries(\(cppTest) PRIVATE kernel_counted)

          """),
    ]
  }
}
