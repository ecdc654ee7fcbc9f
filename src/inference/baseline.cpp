#include "inference/baseline.h"

#include "answers/types.h"
#include "base/enum_text.h"
#include "base/error.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/text.h"
#include "inference/openai.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <optional>
#include <set>
#include <vector>

namespace medal::inference {
namespace {

constexpr std::array<std::string_view, 8> kCommonFindings = {
    "normal", "cyst", "fracture", "haemorrhage", "pneumonia", "effusion", "metastasis", "infarction"};

struct ReadQuestion {
    std::string text;
    std::string stem;
    std::vector<answers::Option> options;
    bool asks_number = false;
    bool asks_box = false;
};

ReadQuestion parse(std::string_view question) {
    ReadQuestion read;
    bool in_options = false;
    for (const auto& line : base::split(question, '\n')) {
        if (line.starts_with("Question: ")) read.stem = line.substr(10);
        if (line.starts_with("Give as ")) {
            in_options = false;
            read.asks_number = line.find("one number in") != std::string::npos;
            read.asks_box = line.find("of the box") != std::string::npos;
        }
        const auto bracket = line.find(") ");
        if (in_options && bracket != std::string::npos) {
            read.options.push_back({line.substr(0, bracket), line.substr(bracket + 2)});
        } else if (!in_options) {
            read.text += line + "\n";
        }
        in_options = in_options || line == "Options:";
    }
    return read;
}

// A number in [0, bound) that depends on nothing but the question and the seed.
std::uint64_t lot(std::string_view question, std::uint64_t seed, std::uint64_t bound) {
    const auto hash = base::sha256(std::to_string(seed) + "\n" + std::string{question});
    std::uint64_t value = 0;
    std::memcpy(&value, hash.bytes.data(), sizeof value);
    return value % bound;
}

std::string reply(const std::string& answer_json, int confidence) {
    return "{\"answer\": " + answer_json + ", \"confidence\": " + std::to_string(confidence) + "}";
}

std::string guess(const ReadQuestion& read, std::string_view question, std::uint64_t seed) {
    if (!read.options.empty()) {
        const auto chosen = lot(question, seed, read.options.size());
        return reply(base::to_json(read.options[chosen].key), static_cast<int>(100 / read.options.size()));
    }
    if (read.asks_number) return reply(std::to_string(1 + lot(question, seed, 100)), 1);
    if (read.asks_box) {
        const auto corner = [&](std::uint64_t salt) {
            return std::to_string(lot(question, seed + salt, 192));
        };
        return reply("[0, " + corner(1) + ", " + corner(2) + ", 64, 64]", 1);
    }
    return reply(base::to_json(kCommonFindings[lot(question, seed, kCommonFindings.size())]), 1);
}

std::string most_frequent(const ReadQuestion& read) {
    if (!read.options.empty()) return reply(base::to_json(read.options.front().key), 25);
    if (read.asks_number) return reply("10", 5);
    if (read.asks_box) return reply("[0, 96, 96, 64, 64]", 5);
    return reply("\"normal\"", 10);
}

std::set<std::string> words_of(std::string_view text) {
    std::set<std::string> words;
    for (auto& word : base::split(base::folded(text), ' ')) {
        if (word.size() > 3) words.insert(std::move(word));
    }
    return words;
}

const answers::Option& best_option(const ReadQuestion& read) {
    const auto context = words_of(read.text);
    const auto shared = [&](const answers::Option& option) {
        const auto words = words_of(option.text);
        return std::count_if(words.begin(), words.end(),
                             [&](const auto& word) { return context.contains(word); });
    };
    return *std::max_element(read.options.begin(), read.options.end(), [&](const auto& a, const auto& b) {
        return shared(a) != shared(b) ? shared(a) < shared(b) : a.text.size() < b.text.size();
    });
}

std::optional<std::string> last_number(std::string_view text) {
    std::optional<std::string> found;
    for (const auto& word : base::split(base::folded(text), ' ')) {
        double value = 0;
        const auto parsed = std::from_chars(word.data(), word.data() + word.size(), value);
        if (parsed.ec == std::errc{} && parsed.ptr == word.data() + word.size()) found = word;
    }
    return found;
}

std::string heuristic(const ReadQuestion& read) {
    if (!read.options.empty()) return reply(base::to_json(best_option(read).key), 35);
    if (read.asks_number) return reply(last_number(read.stem).value_or("15"), 10);
    if (read.asks_box) return reply("[0, 64, 64, 128, 128]", 5);
    const auto words = words_of(read.text);
    for (const auto finding : kCommonFindings) {
        if (words.contains(std::string{finding})) return reply(base::to_json(finding), 30);
    }
    return reply("\"normal\"", 10);
}

struct ForeignPart {
    std::string type;
    std::optional<std::string> text;
};
BOOST_DESCRIBE_STRUCT(ForeignPart, (), (type, text))

struct ForeignMessage {
    std::string role;
    base::JsonText content;
};
BOOST_DESCRIBE_STRUCT(ForeignMessage, (), (role, content))

struct ForeignRequest {
    std::string model;
    std::vector<ForeignMessage> messages;
};
BOOST_DESCRIBE_STRUCT(ForeignRequest, (), (model, messages))

std::string text_of(const base::JsonText& content) {
    if (content.text.starts_with('"')) return base::from_json<std::string>(content.text);
    std::string text;
    for (const auto& part : base::from_foreign_json<std::vector<ForeignPart>>(content.text)) {
        if (part.type == "text") text += part.text.value_or("") + "\n";
    }
    return text;
}

struct OutMessage {
    std::string role;
    std::string content;
};
BOOST_DESCRIBE_STRUCT(OutMessage, (), (role, content))

struct OutChoice {
    std::int64_t index = 0;
    OutMessage message;
    std::string finish_reason;
};
BOOST_DESCRIBE_STRUCT(OutChoice, (), (index, message, finish_reason))

struct Completion {
    std::string id;
    std::string object;
    std::string model;
    std::vector<OutChoice> choices;
    Usage usage;
};
BOOST_DESCRIBE_STRUCT(Completion, (), (id, object, model, choices, usage))

}  // namespace

std::string baseline_reply(Baseline baseline, std::string_view question, std::uint64_t seed) {
    const auto read = parse(question);
    switch (baseline) {
        case Baseline::uniform_guess:
            return guess(read, question, seed);
        case Baseline::most_frequent:
            return most_frequent(read);
        case Baseline::text_heuristic:
            return heuristic(read);
    }
    return most_frequent(read);
}

std::string baseline_completion(Baseline baseline, std::string_view request_body, std::uint64_t seed) {
    const auto request = base::from_foreign_json<ForeignRequest>(request_body);
    if (request.messages.empty()) {
        throw base::Error{base::ErrorKind::invalid,
                          "chat.no_messages",
                          "The request has no messages.",
                          {.field = "/messages"}};
    }
    const auto question = text_of(request.messages.back().content);
    Completion completion;
    completion.id = "baseline-" + base::sha256(question).text().substr(0, 16);
    completion.object = "chat.completion";
    completion.model = base::enum_text(baseline);
    completion.choices.push_back({0, {"assistant", baseline_reply(baseline, question, seed)}, "stop"});
    return base::to_json(completion);
}

}  // namespace medal::inference
