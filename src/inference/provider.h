// Asks an OpenAI-compatible endpoint over the network: retries with growing pauses, Retry-After obeyed, a
// limit on how long one question may take. EVALUATION.md, "The client engine" (the thin part of it).
#pragma once

#include "base/hash.h"
#include "inference/openai.h"
#include "net/client.h"

#include <string>

namespace medal::inference {

struct ProviderOptions {
    /// Ends in /v1; without a slash at its end.
    std::string base_url;
    std::string model;
    /// Sent as a bearer token; may be empty.
    std::string api_key;
    Sampling sampling{};
    int max_tries = 6;
    int timeout_s = 300;
};

struct ProviderReply {
    Reply reply;
    base::Sha256 request_sha256;
};

class OpenAiProvider {
  public:
    explicit OpenAiProvider(ProviderOptions options);

    /// Safe from many threads. Throws base::Error: {unavailable, "provider.…"} when it gave up,
    /// {unsupported, "provider.unsupported_input"} for 413 and 415, {invalid, "provider.refused"} for other
    /// 4xx.
    ProviderReply ask(const Question& question) const;

  private:
    ProviderOptions options_;
    net::Client client_;
};

}  // namespace medal::inference
