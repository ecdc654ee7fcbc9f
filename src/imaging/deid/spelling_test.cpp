#include "imaging/deid/spelling.h"

#include <gtest/gtest.h>

namespace medal::imaging::deid {
namespace {

TEST(Spelling, changes_the_case_of_latin_greek_and_cyrillic_letters) {
    EXPECT_EQ(to_lower("MÜLLER-Łukasz ŻÓŁĆ ΔΙΟΝΎΣΙΟΣ Люкceмбypг Ж"),
              "müller-łukasz żółć διονύσιοσ люкceмбypг ж");
    EXPECT_EQ(to_upper("müller żółć διονύσιοσ ж"), "MÜLLER ŻÓŁĆ ΔΙΟΝΎΣΙΟΣ Ж");
}

TEST(Spelling, knows_the_letters_of_vietnamese) {
    EXPECT_EQ(to_lower("NGUYỄN ĐẶNG TRƯƠNG"), "nguyễn đặng trương");
    EXPECT_EQ(to_upper("nguyễn đặng trương"), "NGUYỄN ĐẶNG TRƯƠNG");
    EXPECT_TRUE(spellings_of("nguyễn").contains("nguyen"));
    EXPECT_TRUE(spellings_of("trương").contains("truong"));
}

TEST(Spelling, keeps_every_byte_at_its_place) {
    for (const std::string text : {"ẞ İ ß Ÿ 山田 \xC3", "ÀÖ×Þ", "\xF0\x9F\x98\x80"}) {
        EXPECT_EQ(to_lower(text).size(), text.size());
        EXPECT_EQ(to_upper(text).size(), text.size());
    }
}

TEST(Spelling, writes_a_marked_letter_plain_and_in_transcription) {
    EXPECT_EQ(spellings_of("müller"), (std::set<std::string>{"müller", "muller", "mueller"}));
    EXPECT_EQ(spellings_of("mu\xCC\x88ller"), (std::set<std::string>{"mu\xCC\x88ller", "muller"}));
    EXPECT_EQ(spellings_of("groß"), (std::set<std::string>{"groß", "gross"}));
    EXPECT_EQ(spellings_of("smith"), std::set<std::string>{"smith"});
}

}  // namespace
}  // namespace medal::imaging::deid
