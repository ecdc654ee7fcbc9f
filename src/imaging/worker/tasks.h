// What a sandboxed worker does: the questions of crew.h, answered over the bytes themselves.
#pragma once

#include <string>

namespace medal::imaging::worker {

/// For tests only: a worker that crashes or hangs when the first 64 KiB of a file hold a text.
struct Faults {
    std::string crash_on;
    std::string hang_on;
};

/// The whole life of a worker process: reads questions from standard input until it closes.
int serve(const Faults& faults);

}  // namespace medal::imaging::worker
