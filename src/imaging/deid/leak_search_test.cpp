#include "imaging/deid/leak_search.h"

#include <algorithm>
#include <random>
#include <span>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace medal::imaging::deid {
namespace {

constexpr unsigned kSeed = 20261124;
constexpr int kRounds = 400;

struct Needle {
    std::string text;
    bool whole = false;
};

std::string drawn(std::mt19937& random, const std::string& letters, std::size_t shortest,
                  std::size_t longest) {
    std::string text;
    const auto size = std::uniform_int_distribution<std::size_t>{shortest, longest}(random);
    while (text.size() < size) {
        text += letters[std::uniform_int_distribution<std::size_t>{0, letters.size() - 1}(random)];
    }
    return text;
}

std::string widened(const std::string& text, bool little) {
    std::string wide;
    for (const char c : text) {
        wide += little ? std::string{c, '\0'} : std::string{'\0', c};
    }
    return wide;
}

struct Person {
    Identifiers::Values values;
    std::vector<Needle> needles;

    void know_name(const std::string& name) {
        if (!values.name_parts.insert(name).second) return;
        needles.push_back({name, name.size() <= 7});
        if (name.size() < 7) return;
        needles.push_back({widened(name, true), false});
        needles.push_back({widened(name, false), false});
    }
    void know_uid(const std::string& uid) {
        values.uids.insert(uid);
        needles.push_back({uid, true});
    }
};

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

bool is_word(char c) {
    return c == '.' || (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9');
}

bool stands_at(const std::string& text, std::size_t at, const Needle& needle) {
    const auto end = at + needle.text.size();
    if (end > text.size()) return false;
    for (std::size_t i = at; i < end; ++i) {
        if (lower(text[i]) != lower(needle.text[i - at])) return false;
    }
    if (!needle.whole) return true;
    return (at == 0 || !is_word(text[at - 1])) && (end == text.size() || !is_word(text[end]));
}

/// The rule as it reads, letter by letter.
std::uint64_t counted_plainly(const std::string& text, const std::vector<Needle>& needles) {
    std::uint64_t hits = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        hits += std::any_of(needles.begin(), needles.end(),
                            [&](const Needle& needle) { return stands_at(text, at, needle); })
                    ? 1
                    : 0;
    }
    return hits;
}

std::uint64_t counted(const std::string& text, const Identifiers::Values& values) {
    const LeakSearch search{Identifiers{values}, Profile{}};
    return search.count({reinterpret_cast<const std::byte*>(text.data()), text.size()});
}

TEST(LeakSearch, finds_what_a_plain_search_finds_in_random_bytes) {
    std::mt19937 random{kSeed};
    std::uint64_t found = 0;
    for (int round = 0; round < kRounds; ++round) {
        Person person;
        for (int i = 0; i < 4; ++i) person.know_name(drawn(random, "qxz", 4, 9));
        for (int i = 0; i < 4; ++i) person.know_uid("1." + drawn(random, "12.", 7, 12));
        auto text = drawn(random, std::string{"qxzQXZ12. \0\xF3", 12}, 0, 200);
        for (int i = 0; i < 6; ++i) {
            std::uniform_int_distribution<std::size_t> pick{0, person.needles.size() - 1};
            text += person.needles[pick(random)].text + drawn(random, std::string{"q1 \0", 4}, 0, 3);
        }
        const auto expected = counted_plainly(text, person.needles);
        found += expected;
        EXPECT_EQ(counted(text, person.values), expected) << "seed " << kSeed << ", round " << round;
    }
    EXPECT_GT(found, static_cast<std::uint64_t>(kRounds));
}

TEST(LeakSearch, finds_a_name_at_every_place_of_a_short_output) {
    Person person;
    person.know_name("quzo");
    for (std::size_t before = 0; before < 9; ++before) {
        for (std::size_t after = 0; after < 9; ++after) {
            const auto text = std::string(before, ' ') + "QuZo" + std::string(after, '\0');
            EXPECT_EQ(counted(text, person.values), 1U) << before << " before, " << after << " after";
        }
    }
}

TEST(LeakSearch, finds_a_name_across_the_end_of_a_step_and_tells_what_it_has_passed) {
    Person person;
    person.know_name("quzo");
    std::string text(2 * kStepBytes + 100, '\0');
    for (std::size_t before = 0; before < 5; ++before) {
        text.replace(kStepBytes - before + 10 * before, 4, "quzo");
        text.replace(2 * kStepBytes - 20 - 9 * before, 4, "quzo");
    }
    const LeakSearch search{Identifiers{person.values}, Profile{}};
    const Bytes bytes{reinterpret_cast<const std::byte*>(text.data()), text.size()};
    std::size_t passed = 0;
    EXPECT_EQ(search.count(bytes, [&](Bytes part) { passed += part.size(); }), 10U);
    EXPECT_EQ(passed, bytes.size());
    for (std::size_t before = 0; before < 5; ++before) {
        std::string cut(kStepBytes + 10, '\0');
        cut.replace(kStepBytes - before, 4, "quzo");
        EXPECT_EQ(counted(cut, person.values), 1U) << before;
    }
}

TEST(LeakSearch, tells_a_uid_from_a_longer_one) {
    Person person;
    person.know_uid("1.2.3.4567");
    EXPECT_EQ(counted("uid 1.2.3.4567 here", person.values), 1U);
    EXPECT_EQ(counted("uid 1.2.3.45678 here", person.values), 0U);
    EXPECT_EQ(counted("uid 9.1.2.3.4567 here", person.values), 0U);
}

TEST(LeakSearch, finds_a_name_with_marks_in_small_letters_and_in_capitals) {
    Identifiers identifiers;
    identifiers.add_name("Gonçalves");
    const LeakSearch search{identifiers, Profile{}};
    const auto hits = [&](const std::string& text) { return search.count(std::as_bytes(std::span{text})); };
    EXPECT_GT(hits("see gonçalves here"), 0U);
    EXPECT_GT(hits("see GONÇALVES here"), 0U);
    EXPECT_GT(hits("see Goncalves here"), 0U);
    EXPECT_EQ(hits("see gonzales here"), 0U);
}

TEST(LeakSearch, finds_a_name_that_is_a_word_of_the_trade_too) {
    Identifiers identifiers;
    identifiers.add_name("Trapezius^Crystal");
    const std::string text = "read by crystal";
    EXPECT_GT((LeakSearch{identifiers, Profile{}}.count(std::as_bytes(std::span{text}))), 0U);
}

TEST(LeakSearch, takes_no_code_of_an_image_for_a_name) {
    Identifiers identifiers;
    identifiers.add_name("Norm^Primary");
    const std::string text = "ORIGINAL\\PRIMARY\\M\\NORM";
    EXPECT_EQ((LeakSearch{identifiers, Profile{}}.count(std::as_bytes(std::span{text}))), 0U);
}

}  // namespace
}  // namespace medal::imaging::deid
