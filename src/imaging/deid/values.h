// New values for old ones: UIDs, dates, ages, dummies and cleaned text, each with its multiplicity kept.
#pragma once

#include "imaging/deid/identifiers.h"
#include "imaging/deid/secrets.h"
#include "imaging/deid/text_cleaner.h"
#include "imaging/dicom/charset.h"
#include "imaging/dicom/element.h"

#include <optional>
#include <string>
#include <string_view>

namespace medal::imaging::deid {

/// 1.2.840.10008.…, with parts as short as those that the standard gives out: others write numbers of their
/// own behind its root.
bool is_standard_uid(std::string_view uid);

/// Every UID of the value replaced, those of the standard itself kept.
std::string remapped_uids(std::string_view raw, const StudySecrets& secrets);

/// Every date moved; empty where one of them is no date.
std::string shifted_dates(std::string_view raw, dicom::Vr vr, int days);

/// A value that says nothing, valid for its VR. Binary VRs get `size` zero bytes.
std::string dummy_value(dicom::Vr vr, std::size_t size);

/// nullopt where nothing had to go; otherwise the cleaned value in the data set's character set.
std::optional<std::string> cleaned_value(std::string_view raw, dicom::Vr vr, const dicom::Charset& charset,
                                         const Identifiers& identifiers, Search search);

}  // namespace medal::imaging::deid
