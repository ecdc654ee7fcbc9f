// The sitting's view of a model: one question in, one reply out. Implemented over a network endpoint by
// inference/, and by tests.
#pragma once

#include "base/hash.h"
#include "inference/openai.h"

#include <string>

namespace medal::evaluation {

struct Asked {
    inference::Reply reply;
    base::Sha256 request_sha256;
};

class Asker {
  public:
    virtual ~Asker() = default;
    /// Blocks; safe from many threads. Throws base::Error{unavailable} when the endpoint gave up on it,
    /// base::Error{unsupported} when it cannot take this input.
    virtual Asked ask(const inference::Question& question) = 0;
};

}  // namespace medal::evaluation
