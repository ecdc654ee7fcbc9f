// One item answered once, and what a whole sitting was done with. These are the lines of samples.jsonl and
// the body of run.json: stable formats, read by `medal eval`, by the server and by anyone who recomputes a
// number.
#pragma once

#include "answers/grade.h"
#include "answers/types.h"
#include "base/hash.h"
#include "base/time.h"
#include "inference/openai.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

namespace medal::evaluation {

constexpr std::string_view kRunFormat = "medal-run-1";

/// `answered`: an answer was read. `unreadable`: the reply holds none; wrong, and counted in invalid_rate.
/// `unsupported_input`: the profile cannot show this item; wrong, counted and shown. `failed`: the endpoint
/// gave up on it; wrong, tried again when the sitting is resumed.
enum class SampleStatus { answered, unreadable, unsupported_input, failed };
BOOST_DESCRIBE_ENUM(SampleStatus, answered, unreadable, unsupported_input, failed)

struct Prediction {
    std::string item_id;
    std::int64_t epoch = 1;
    SampleStatus status = SampleStatus::failed;
    std::string response;
    std::optional<answers::Answer> answer;
    std::optional<double> confidence;
    std::optional<inference::Usage> usage;
    std::string model;
    std::string profile;
    std::optional<base::Sha256> request_sha256;
    std::optional<std::string> error_code;
};
BOOST_DESCRIBE_STRUCT(Prediction, (),
                      (item_id, epoch, status, response, answer, confidence, usage, model, profile,
                       request_sha256, error_code))

/// One sample per item and epoch, sorted: the first that did not fail, or the failed one where all did.
std::vector<Prediction> settled(std::vector<Prediction> samples);

enum class ModelKind { model, baseline, human };
BOOST_DESCRIBE_ENUM(ModelKind, model, baseline, human)

struct ModelInfo {
    std::string name;
    std::string version;
    ModelKind kind = ModelKind::model;
    std::string provider;
    std::optional<std::string> url;

    bool operator==(const ModelInfo&) const = default;
};
BOOST_DESCRIBE_STRUCT(ModelInfo, (), (name, version, kind, provider, url))

struct Protocol {
    std::string profile;
    std::int64_t epochs = 1;
    std::string prompt_version;

    bool operator==(const Protocol&) const = default;
};
BOOST_DESCRIBE_STRUCT(Protocol, (), (profile, epochs, prompt_version))

struct RunFile {
    std::string format{kRunFormat};
    std::string release_id;
    base::Sha256 manifest_sha256;
    ModelInfo model;
    Protocol protocol;
    base::Instant started_at;
    std::string medal_version;
};
BOOST_DESCRIBE_STRUCT(RunFile, (),
                      (format, release_id, manifest_sha256, model, protocol, started_at, medal_version))

}  // namespace medal::evaluation
