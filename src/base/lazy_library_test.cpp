#include "base/lazy_library.h"

#include "base/error.h"

#include <array>

#include <gtest/gtest.h>

namespace medal::base {
namespace {

std::string code_of(LazyLibrary& library, const char* function) {
    try {
        library.find(function);
    } catch (const Error& error) {
        return error.code();
    }
    return "found";
}

TEST(LazyLibrary, finds_a_function_of_a_library_that_is_there) {
    LazyLibrary library{"libm.so.6"};
    const auto cosine = reinterpret_cast<double (*)(double)>(library.find("cos"));
    EXPECT_EQ(cosine(0), 1);
}

TEST(LazyLibrary, says_when_library_or_function_is_missing) {
    LazyLibrary nowhere{"libmedal-nowhere.so.9"};
    LazyLibrary library{"libm.so.6"};
    EXPECT_EQ(code_of(nowhere, "cos"), "library.missing");
    EXPECT_EQ(code_of(library, "medal_no_function"), "library.missing");
}

TEST(LazyLibrary, lists_those_that_cannot_be_loaded) {
    static std::array<LazyLibrary, 2> libraries{LazyLibrary{"libm.so.6"},
                                                LazyLibrary{"libmedal-nowhere.so.9"}};
    const LazyLibrary::Listed listed{libraries};
    EXPECT_EQ(LazyLibrary::missing(), std::vector<std::string>{"libmedal-nowhere.so.9"});
}

}  // namespace
}  // namespace medal::base
