#include "contribution/text_check.h"

#include <gtest/gtest.h>

namespace medal::contribution::rules {
namespace {

using Parts = std::vector<std::string>;

TEST(SuspiciousText, finds_what_may_identify_a_patient) {
    EXPECT_EQ(suspicious_parts("CT of 03.05.2021 shows"), Parts{"date"});
    EXPECT_EQ(suspicious_parts("born 1950-07-01."), Parts{"date"});
    EXPECT_EQ(suspicious_parts("MRN 00123456"), Parts{"long_number"});
    EXPECT_EQ(suspicious_parts("ask j.doe@clinic.org"), Parts{"email"});
    EXPECT_EQ(suspicious_parts("Mrs. Miller has a cyst"), Parts{"name"});
    EXPECT_EQ(suspicious_parts("call +49/6221-565"), Parts{"phone"});
}

TEST(SuspiciousText, leaves_clinical_language_alone) {
    for (const auto* text : {"62-year-old woman, lesion of 12 x 8 mm in segment IVa, HU 35-40, T2/FLAIR.",
                             "PSA 4.2 ng/mL, PI-RADS 3, b = 1000, TE/TR 90/4000", "Rippe 3/4/5, Grad II-III.",
                             "How long is it? MR of the knee."}) {
        EXPECT_TRUE(suspicious_parts(text).empty()) << text;
    }
}

}  // namespace
}  // namespace medal::contribution::rules
