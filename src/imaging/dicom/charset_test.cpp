#include "imaging/dicom/charset.h"

#include <gtest/gtest.h>

namespace medal::imaging::dicom {
namespace {

TEST(Charset, gives_back_the_bytes_that_it_read) {
    struct Sample {
        const char* terms;
        const char* text;
    };
    for (const auto& [terms, text] :
         {Sample{"ISO_IR 100", "Brust Müller"}, Sample{"ISO_IR 144", "брюшная полость"},
          Sample{"ISO_IR 101", "płuco"}, Sample{"GBK", "肝脏 liver"}, Sample{"GB18030", "肝脏"},
          Sample{"\\ISO 2022 IR 87", "胸部 CT 山田"}, Sample{"\\ISO 2022 IR 149", "흉부 CT"},
          Sample{"ISO_IR 192", "肝 Müller"}, Sample{"ISO_IR 126", "θώρακας"}}) {
        const Charset charset{terms};
        const auto raw = charset.from_utf8(text);
        EXPECT_EQ(charset.to_utf8(raw), text) << terms;
    }
    EXPECT_EQ(Charset{"ISO_IR 100"}.from_utf8("Müller"), "M\xFCller");
}

TEST(Charset, drops_letters_that_it_does_not_have) {
    EXPECT_EQ(Charset{"ISO_IR 100"}.from_utf8("CT 山田 Brust"), "CT  Brust");
    EXPECT_EQ(Charset{""}.from_utf8("Müller"), "Mller");
}

TEST(Charset, takes_what_is_utf_8_for_utf_8_where_latin_or_nothing_is_declared) {
    EXPECT_EQ(Charset{""}.to_utf8("Örsolya"), "Örsolya");
    EXPECT_EQ(Charset{"ISO_IR 100"}.to_utf8("Schäfer"), "Schäfer");
    EXPECT_EQ(Charset{"ISO_IR 100"}.to_utf8("Sch\xE4"
                                            "fer"),
              "Schäfer");
}

}  // namespace
}  // namespace medal::imaging::dicom
