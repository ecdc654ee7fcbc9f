// A shared library that is loaded when it is first needed: the decoders of films bring a hundred libraries
// along, which every start of a worker would pay for.
#pragma once

#include "base/error.h"

#include <dlfcn.h>
#include <memory>

namespace medal::imaging::picture {

class LateLibrary {
  public:
    explicit LateLibrary(const char* name) : handle_(dlopen(name, RTLD_NOW | RTLD_LOCAL)) {
        if (handle_ == nullptr) fail();
    }

    /// `function` has the type that the library's header gives it.
    template <class Function>
    void find(Function& function, const char* name) const {
        function = reinterpret_cast<Function>(dlsym(handle_, name));
        if (function == nullptr) fail();
    }

  private:
    [[noreturn]] static void fail() {
        throw base::Error{base::ErrorKind::unsupported, "imaging.codec",
                          "No decoder for this kind of file is installed."};
    }

    /// Never closed: what was loaded stays for the life of the process.
    void* handle_;
};

}  // namespace medal::imaging::picture
