#include "base/text.h"

#include "base/error.h"
#include "base/schema.h"
#include "base/state_machine.h"

#include <gtest/gtest.h>

namespace medal::base {
namespace {

TEST(Text, folding_makes_spellings_of_one_word_equal) {
    EXPECT_EQ(folded("  Hämangiom,  (typisch) "), "hamangiom typisch");
    EXPECT_EQ(folded("Straße"), "strasse");
    EXPECT_EQ(folded("T2-weighted"), "t2 weighted");
}

TEST(Text, knows_valid_utf8_from_overlong_and_cut_sequences) {
    EXPECT_TRUE(is_utf8("añb€𝄞"));
    EXPECT_FALSE(is_utf8("\xC0\xAF"));
    EXPECT_FALSE(is_utf8("\xED\xA0\x80"));
    EXPECT_FALSE(is_utf8("abc\xE2\x82"));
}

TEST(Text, a_length_is_counted_in_characters_and_the_field_is_named) {
    EXPECT_NO_THROW(require_text("äöü", {.min_characters = 3, .max_characters = 3}, "/title"));
    try {
        require_text("äöüx", {.min_characters = 0, .max_characters = 3}, "/title");
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.field(), "/title");
        EXPECT_EQ(error.code(), "text.too_long");
    }
}

enum class Light { red, green };
enum class Push { go, stop };
enum class Who { driver, police };
constexpr Transition<Light, Push, Who> kLights[] = {
    {Light::red, Push::go, Light::green, Who::driver},
    {Light::green, Push::stop, Light::red, Who::driver},
    {Light::green, Push::stop, Light::red, Who::police},
};
constexpr std::span<const Transition<Light, Push, Who>> kTable{kLights};

TEST(StateMachine, tells_not_now_from_not_you) {
    const std::vector<Who> police{Who::police};
    EXPECT_EQ(find_transition(kTable, Light::red, Push::go, std::span<const Who>{police}), nullptr);
    EXPECT_TRUE(is_possible(kTable, Light::red, Push::go));
    EXPECT_FALSE(is_possible(kTable, Light::red, Push::stop));
}

TEST(StateMachine, lists_what_one_may_do_without_doubles) {
    const std::vector<Who> both{Who::driver, Who::police};
    EXPECT_EQ(allowed_actions(kTable, Light::green, std::span<const Who>{both}), std::vector{Push::stop});
}

struct Leaf {
    int n = 0;
    std::optional<std::string> note;
};
BOOST_DESCRIBE_STRUCT(Leaf, (), (n, note))

TEST(Schema, a_struct_becomes_a_component_with_its_required_members) {
    SchemaSet components;
    EXPECT_NE(json_schema<std::vector<Leaf>>(components).find("#/components/schemas/"), std::string::npos);
    ASSERT_EQ(components.size(), 1U);
    EXPECT_NE(components.begin()->second.find("\"required\":[\"n\"]"), std::string::npos);
    EXPECT_EQ(component_name("medal::api::Page<medal::campaign::ProblemView>"), "ApiPageCampaignProblemView");
}

}  // namespace
}  // namespace medal::base
