# medal_folder(NAME USES other_folder... LINK library... LAZY library... TEST_USES folder... TEST_LINK library...
#              PCH header...)
#
# Makes the library medal_NAME of every *.cpp in this folder and below, except *_test.cpp,
# and the test program test_NAME of the *_test.cpp, which has support/temporary_folder.h of tests/. Includes are written from src/: "base/error.h".
# LAZY libraries are loaded with the first call (MedalLazy.cmake).
function(medal_folder NAME)
  cmake_parse_arguments(ARG "" "" "USES;LINK;LAZY;TEST_USES;TEST_LINK;PCH" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  set(tests ${sources})
  list(FILTER sources EXCLUDE REGEX "_test\\.cpp$")
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")

  list(TRANSFORM ARG_USES PREPEND medal_ OUTPUT_VARIABLE uses)
  list(TRANSFORM ARG_TEST_USES PREPEND medal_ OUTPUT_VARIABLE test_uses)
  if(sources)
    add_library(medal_${NAME} STATIC ${sources})
    target_include_directories(medal_${NAME} PUBLIC ${CMAKE_SOURCE_DIR}/src)
    target_link_libraries(medal_${NAME} PUBLIC ${uses} ${ARG_LINK} PRIVATE medal_warnings)
    if(ARG_LAZY)
      medal_link_lazily(${NAME} ${ARG_LAZY})
    endif()
    if(ARG_PCH)
      target_precompile_headers(medal_${NAME} PRIVATE ${ARG_PCH})
    endif()
  else()
    add_library(medal_${NAME} INTERFACE)
    target_include_directories(medal_${NAME} INTERFACE ${CMAKE_SOURCE_DIR}/src)
    target_link_libraries(medal_${NAME} INTERFACE ${uses} ${ARG_LINK})
  endif()
  if(tests)
    add_executable(test_${NAME} ${tests})
    target_link_libraries(test_${NAME} PRIVATE medal_${NAME} ${test_uses} ${ARG_TEST_LINK}
                          medal_test_folder GTest::gmock GTest::gtest GTest::gtest_main medal_warnings)
    set_target_properties(test_${NAME} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
    add_test(NAME ${NAME} COMMAND test_${NAME})
  endif()
endfunction()
