#include "base/lazy_library.h"

#include "base/error.h"

#include <dlfcn.h>

namespace medal::base {
namespace {

std::vector<std::span<LazyLibrary>>& listed() {
    static std::vector<std::span<LazyLibrary>> all;
    return all;
}

Error missing_error(const char* soname) {
    return {ErrorKind::unavailable,
            "library.missing",
            std::string{"A library that this needs is not installed: "} + soname + ".",
            {.hint = "Install the packages that script/packages.txt lists; `medal doctor` checks them."}};
}

}  // namespace

void* LazyLibrary::load() {
    if (void* const known = handle_.load(std::memory_order_acquire)) return known;
    // A second thread gets the same handle; none is ever closed.
    void* const handle = dlopen(soname_, RTLD_LAZY | RTLD_LOCAL);
    handle_.store(handle, std::memory_order_release);
    return handle;
}

void* LazyLibrary::find(const char* function) {
    void* const handle = load();
    void* const address = handle != nullptr ? dlsym(handle, function) : nullptr;
    if (address == nullptr) throw missing_error(soname_);
    return address;
}

LazyLibrary::Listed::Listed(std::span<LazyLibrary> libraries) {
    listed().push_back(libraries);
}

std::vector<std::string> LazyLibrary::missing() {
    std::vector<std::string> names;
    for (const auto libraries : listed()) {
        for (auto& library : libraries) {
            if (library.load() == nullptr) names.emplace_back(library.soname());
        }
    }
    return names;
}

}  // namespace medal::base
