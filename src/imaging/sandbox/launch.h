// How a sandboxed process comes to be: bubblewrap's command line, limits, and which ends of which pipes it
// gets. Internal to the sandbox.
#pragma once

#include "imaging/sandbox/sandbox.h"

#include <sys/types.h>
#include <unistd.h>
#include <utility>

namespace medal::imaging::sandbox {

/// Owns a file descriptor.
class Fd {
  public:
    explicit Fd(int fd = -1) : fd_(fd) {}
    ~Fd() { reset(); }
    Fd(const Fd&) = delete;
    Fd& operator=(const Fd&) = delete;
    Fd(Fd&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    Fd& operator=(Fd&& other) noexcept {
        std::swap(fd_, other.fd_);
        return *this;
    }
    int get() const { return fd_; }
    void reset() {
        if (fd_ >= 0) close(fd_);
        fd_ = -1;
    }

  private:
    int fd_;
};

/// What becomes the child's standard input and output; -1 is /dev/null.
struct Ends {
    int input = -1;
    int output = -1;
};

/// -1 where the process could not be started. The caller waits for it.
pid_t launch(const Job& job, Isolation isolation, Ends ends);

}  // namespace medal::imaging::sandbox
