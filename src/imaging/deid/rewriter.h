// Writes a data set anew under the policy: each element at every depth decided, replaced or dropped, file
// meta rebuilt, preamble zeroed, what follows the data set left behind (PS3.15, annex E; PS3.10, 7).
#pragma once

#include "imaging/deid/derived.h"
#include "imaging/deid/element_writer.h"
#include "imaging/deid/identifiers.h"
#include "imaging/deid/painting.h"
#include "imaging/deid/policy.h"
#include "imaging/deid/report.h"
#include "imaging/deid/secrets.h"
#include "imaging/deid/text_cleaner.h"
#include "imaging/dicom/charset.h"

#include <deque>
#include <map>
#include <string>

namespace medal::imaging::deid {

struct RewriteContext {
    const dicom::DataSet& data;
    const Profile& profile;
    const StudySecrets& secrets;
    const Identifiers& identifiers;
    /// What pseudonym and date offset follow from.
    std::string patient_key;
    /// nullptr: the picture stays as it is.
    const Painting* painting = nullptr;
};

/// The transfer syntax of the output: the input's, but deflated and decoded files become plain explicit
/// little endian.
std::string_view output_syntax(const RewriteContext& context);

class Rewriter {
  public:
    Rewriter(const RewriteContext& context, OutputPlan& plan, ActionLog& log);
    void run();

  private:
    struct Level {
        std::uint32_t first;
        std::uint32_t end;
        const dicom::Charset* charset;
        bool is_root;
    };

    void write_meta();
    void write_level(Level level);
    void write_inserted_before(std::uint32_t tag);
    void write_element(const dicom::Element& element, const Level& level);
    void write_private(const dicom::Element& element, const Level& level);
    void write_decided(const dicom::Element& element, const Level& level, const Decision& decision);
    void write_searched(const dicom::Element& element, const Level& level, const Decision& decision);
    void write_cleaned(const dicom::Element& element, const Level& level, const Decision& decision);
    void write_shifted(const dicom::Element& element, const Decision& decision);
    void write_sequence(const dicom::Element& element, const Level& level);
    bool write_decoded_form(const dicom::Element& element);
    void write_pixels(const dicom::Element& element);
    void write_native_pixels(const dicom::Element& element);
    void write_profile(const dicom::Element& element);
    bool names_patient(const dicom::Element& element) const;
    void insert_derived();
    void write_inserted(dicom::Tag tag);
    void write_method_codes();
    void put(const dicom::Element& element, std::string_view text);
    void put_unchanged(const dicom::Element& element);
    void log(const dicom::Element& element, const Decision& decision);
    Search search_for(const dicom::Element& element, const Level& level) const;
    bool keeps_creator(const dicom::Element& creator, const Level& level) const;
    std::string_view creator_of(const dicom::Element& element, const Level& level) const;

    RewriteContext context_;
    const dicom::DataSet& data_;
    OutputPlan& plan_;
    ActionLog& log_;
    ElementWriter writer_;
    int offset_days_;
    /// Of the outermost level, in order: always written, and those of a painted picture.
    std::vector<dicom::Tag> inserted_;
    std::map<dicom::Tag, DerivedValue> derived_;
    std::size_t next_inserted_ = 0;
    std::deque<dicom::Charset> charsets_;
};

}  // namespace medal::imaging::deid
