// A shared library that is loaded when one of its functions is called first (cmake/MedalLazy.cmake makes the
// calls). A run pays only for what it uses; a library that is missing is an error of the first use, not of
// the start.
#pragma once

#include <atomic>
#include <span>
#include <string>
#include <vector>

namespace medal::base {

class LazyLibrary {
  public:
    constexpr explicit LazyLibrary(const char* soname) : soname_(soname) {}

    /// Loads the library if need be. Throws Error "library.missing" where it or the function is not there.
    /// From any thread.
    void* find(const char* function);
    const char* soname() const { return soname_; }

    /// Makes libraries known to `missing`.
    struct Listed {
        explicit Listed(std::span<LazyLibrary> libraries);
    };
    /// The names of those, among all of the program, that cannot be loaded. Loads every one.
    static std::vector<std::string> missing();

  private:
    void* load();

    const char* soname_;
    std::atomic<void*> handle_ = nullptr;
};

}  // namespace medal::base
