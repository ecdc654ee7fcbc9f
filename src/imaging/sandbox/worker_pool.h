// Sandboxed processes that stay and answer many requests: started when needed, replaced when one crashes,
// hangs or answers too much. What one file does to its worker costs that file only.
#pragma once

#include "imaging/sandbox/sandbox.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace medal::imaging::sandbox {

struct PoolOptions {
    /// Program, arguments, what it may read and write, and its memory; time is limited per request.
    Job job;
    unsigned most_workers = 1;
};

struct Question {
    std::string_view request;
    /// Sent once to each worker that does not have it yet. Empty key: none.
    std::string_view context_key;
    std::string_view context;
    std::uint64_t cpu_ms = 10'000;
    std::uint64_t wall_ms = 60'000;
};

struct Reply {
    /// `exited` is an answer; all else is not.
    Outcome outcome = Outcome::not_started;
    std::string answer;
};

class WorkerPool {
  public:
    explicit WorkerPool(PoolOptions options);
    /// Ends the workers.
    ~WorkerPool();
    WorkerPool(const WorkerPool&) = delete;
    WorkerPool& operator=(const WorkerPool&) = delete;

    /// Blocks until a worker is free and has answered, crashed or been stopped. From any thread.
    Reply ask(const Question& question);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace medal::imaging::sandbox
