// Writes a DICOM data set anew as it is, but for named elements of the outermost level, for UIDs that have
// changed (wherever they stand), and for the pixel data, which the caller gives.
#pragma once

#include "imaging/deid/element_writer.h"
#include "imaging/dicom/data_set.h"
#include "imaging/redact/region.h"

#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>

namespace medal::imaging::redact {

struct NewValue {
    dicom::Vr vr{};
    std::string text;
};

/// Of CID 7050, in the scheme DCM.
struct MethodCode {
    std::string_view value;
    std::string_view meaning;
};

struct CopyChanges {
    /// Of the outermost level: instead of what stands there, or added.
    std::map<dicom::Tag, NewValue> values;
    std::span<const UidChange> uids;
    /// Image Type and Frame Type begin with DERIVED.
    bool is_derived = false;
    /// Added to the De-identification Method Code Sequence (0012,0064) where it is not there yet.
    MethodCode method{};
    std::string transfer_syntax;
    /// Writes the element of the pixel data; where it is empty they stay as they are.
    std::function<void(const dicom::Element&, deid::ElementWriter&, deid::OutputPlan&)> pixels;
};

/// The transfer syntax of a copy: a deflated data set becomes plain.
std::string copied_syntax(const dicom::DataSet& data);

void copy_with(const dicom::DataSet& data, const CopyChanges& changes, deid::OutputPlan& plan);

bool names_one_of(const dicom::DataSet& data, std::span<const UidChange> uids);

}  // namespace medal::imaging::redact
