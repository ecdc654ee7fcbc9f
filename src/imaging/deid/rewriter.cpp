#include "imaging/deid/rewriter.h"

#include "base/encoding.h"
#include "imaging/byte_writer.h"
#include "imaging/deid/dates.h"
#include "imaging/deid/pixel_writer.h"
#include "imaging/deid/values.h"
#include "imaging/dicom/transfer_syntax.h"
#include "imaging/icc_scrub.h"

#include <algorithm>
#include <array>

namespace medal::imaging::deid {
namespace {

using dicom::Element;
using dicom::Kind;
using dicom::Tag;
namespace tags = dicom::tags;
namespace vr = dicom::vr;

constexpr Tag kIdentityRemoved{0x00120062}, kMethod{0x00120063}, kMethodCodes{0x00120064},
    kTimeModified{0x00280303}, kPlanar{0x00280006}, kCodingScheme{0x00080102}, kCodeMeaning{0x00080104},
    kEncapsulatedDocument{0x00420011}, kDerivation{0x00082111}, kFrameType{0x00089007},
    kIccProfile{0x00282000}, kExtendedOffsets{0x7FE00001}, kExtendedLengths{0x7FE00002};
constexpr std::array kInserted{kIdentityRemoved, kMethod, kMethodCodes, kTimeModified};

bool is_pixels(Tag tag) {
    return tag == tags::kPixelData || tag == tags::kFloatPixelData || tag == tags::kDoublePixelData;
}

/// Private elements of implicit files, and those that an archive did not know, have no form of their own.
bool is_readable_text(std::string_view raw) {
    return std::all_of(raw.begin(), raw.end(), [](char c) {
        const auto code = static_cast<unsigned char>(c);
        return code >= 0x20 || c == '\0' || c == '\r' || c == '\n' || c == '\t' || c == '\x1b';
    });
}

bool is_standard_scheme(std::string_view scheme) {
    constexpr std::array<std::string_view, 16> kSchemes{"DCM", "SCT",     "SRT",       "SNM3", "LN",   "UCUM",
                                                        "FMA", "RADLEX",  "NCIt",      "BI",   "UMLS", "ACR",
                                                        "I10", "RFC5646", "ISO3166_1", "MDC"};
    return std::find(kSchemes.begin(), kSchemes.end(), scheme) != kSchemes.end();
}

}  // namespace

Rewriter::Rewriter(const RewriteContext& context, OutputPlan& plan, ActionLog& log)
    : context_(context),
      data_(context.data),
      plan_(plan),
      log_(log),
      writer_(plan, {.explicit_vr = output_syntax(context) != dicom::kImplicitLittle,
                     .endian = context.data.encoding.endian}),
      offset_days_(context.secrets.date_offset_days(context.patient_key)),
      inserted_(kInserted.begin(), kInserted.end()) {
    if (context.painting != nullptr) insert_derived();
}

/// Of the description before, only what the profile would leave of it.
void Rewriter::insert_derived() {
    std::string description;
    const auto* before = data_.find(kDerivation);
    if (before != nullptr && context_.profile.clean_descriptors) {
        const dicom::Charset charset{data_.text(tags::kCharacterSet)};
        description = cleaned_value(text_of(data_.value(*before)), before->vr, charset, context_.identifiers,
                                    Search::known_and_patterns)
                          .value_or(std::string{data_.text(*before)});
    }
    derived_ = derived_values(data_, *context_.painting, description);
    for (const auto& [tag, value] : derived_) inserted_.push_back(tag);
    std::sort(inserted_.begin(), inserted_.end());
}

void Rewriter::run() {
    write_meta();
    charsets_.emplace_back(std::string_view{});
    write_level({0, static_cast<std::uint32_t>(data_.elements.size()), &charsets_.front(), true});
    write_inserted_before(0xFFFFFFFF);
}

void Rewriter::write_level(Level level) {
    for (auto i = level.first; i < level.end; i = data_.elements[i].end) {
        const auto& element = data_.elements[i];
        if (element.tag == tags::kCharacterSet && element.kind == Kind::value) {
            level.charset = &charsets_.emplace_back(text_of(data_.value(element)));
        }
        if (level.is_root) {
            write_inserted_before(element.tag.number);
            if (std::binary_search(inserted_.begin(), inserted_.end(), element.tag)) continue;
        }
        write_element(element, level);
    }
}

void Rewriter::write_element(const Element& element, const Level& level) {
    if (element.tag.element() == 0 || element.tag.group() < 0x0008) return;  // group lengths are retired
    if (element.tag == tags::kTrailingPadding) {
        return log_.add(element.tag, Action::remove, Option::basic, "padding behind the data set");
    }
    if (element.tag.is_private()) return write_private(element, level);
    if (level.is_root && write_decoded_form(element)) return;
    if (element.tag == kFrameType && context_.painting != nullptr && element.kind == Kind::value) {
        return put(element, derived_type(text_of(data_.value(element))));
    }
    if (is_pixels(element.tag)) {
        if (level.is_root) return write_pixels(element);
        return log_.add(element.tag, Action::remove, Option::graphics,
                        "a picture that nobody has searched for text");
    }
    if (element.tag == kExtendedOffsets || element.tag == kExtendedLengths) {
        if (is_sound_extended_table(data_, element)) return put_unchanged(element);
        return log_.add(element.tag, Action::remove, Option::basic, "is no table of frames");
    }
    if (element.tag == kIccProfile && element.kind == Kind::value) return write_profile(element);
    if (element.tag == kEncapsulatedDocument && context_.profile.accept_encapsulated_documents) {
        return put_unchanged(element);
    }
    write_decided(element, level, decide(element.tag, element.vr, context_.profile));
}

std::string_view Rewriter::creator_of(const Element& element, const Level& level) const {
    const Tag creator{(static_cast<std::uint32_t>(element.tag.group()) << 16) |
                      (element.tag.element() >> 8U)};
    for (auto i = level.first; i < level.end; i = data_.elements[i].end) {
        if (data_.elements[i].tag == creator) return data_.text(data_.elements[i]);
        if (data_.elements[i].tag > creator) break;
    }
    return {};
}

bool Rewriter::keeps_creator(const Element& creator, const Level& level) const {
    const auto name = data_.text(creator);
    for (auto i = level.first; i < level.end; i = data_.elements[i].end) {
        const auto tag = data_.elements[i].tag;
        const bool of_block =
            tag.group() == creator.tag.group() && (tag.element() >> 8U) == creator.tag.element();
        if (of_block && is_safe_private(name, tag.group(), static_cast<std::uint8_t>(tag.element() & 0xFF)))
            return true;
    }
    return false;
}

void Rewriter::write_private(const Element& element, const Level& level) {
    constexpr std::string_view kUnsafe = "private, and not on the list of safe ones";
    const bool kept = context_.profile.retain_safe_private && element.kind == Kind::value &&
                      (element.tag.is_private_creator()
                           ? keeps_creator(element, level)
                           : is_safe_private(creator_of(element, level), element.tag.group(),
                                             static_cast<std::uint8_t>(element.tag.element() & 0xFF)));
    if (!kept) return log_.add(element.tag, Action::remove, Option::basic, kUnsafe);
    write_searched(element, level,
                   {Action::keep_searched, Option::safe_private, "on the list of safe private elements"});
}

void Rewriter::write_decided(const Element& element, const Level& level, const Decision& decision) {
    switch (decision.action) {
        case Action::keep:
            put_unchanged(element);
            break;
        case Action::keep_searched:
            return write_searched(element, level, decision);
        case Action::remove:
            break;
        case Action::empty:
            if (element.length == 0) return put(element, {});
            put(element, {});
            break;
        case Action::dummy:
            if (element.length == 0) return put(element, {});
            put(element, element.vr == vr::UI ? remapped_uids(text_of(data_.value(element)), context_.secrets)
                                              : dummy_value(element.vr, element.length));
            break;
        case Action::remap_uid:
            if (is_class_uid(element.tag) && !names_patient(element)) return put_unchanged(element);
            put(element, remapped_uids(text_of(data_.value(element)), context_.secrets));
            break;
        case Action::shift_date:
            return write_shifted(element, decision);
        case Action::clean_text:
            return write_cleaned(element, level, decision);
        case Action::age_band:
            put(element, age_band(data_.text(element)).value_or(""));
            break;
        case Action::pseudonym:
            put(element, context_.secrets.pseudonym(context_.patient_key));
            break;
        case Action::descend:
            return write_sequence(element, level);
    }
    log(element, decision);
}

void Rewriter::log(const Element& element, const Decision& decision) {
    if (!decision.reason.empty()) log_.add(element.tag, decision.action, decision.option, decision.reason);
}

Search Rewriter::search_for(const Element& element, const Level& level) const {
    const bool narrates = element.vr == vr::LT || element.vr == vr::ST || element.vr == vr::UT;
    if (element.tag.is_private() && narrates) return Search::known_and_patterns;
    if (element.tag != kCodeMeaning) return Search::known;
    for (auto i = level.first; i < level.end; i = data_.elements[i].end) {
        if (data_.elements[i].tag == kCodingScheme && is_standard_scheme(data_.text(data_.elements[i]))) {
            return Search::known;
        }
    }
    return Search::known_and_patterns;
}

/// Numbers of the patient as parts of a UID.
bool Rewriter::names_patient(const Element& element) const {
    return clean_text(text_of(data_.value(element)), context_.identifiers, Search::known).has_value();
}

/// Of a profile of colours, what turns colours.
void Rewriter::write_profile(const Element& element) {
    const auto profile = data_.value(element);
    const auto patches = scrub_icc(profile);
    if (patches.empty()) return put_unchanged(element);
    writer_.begin_value(element.tag, element.vr, profile.size() + profile.size() % 2);
    std::vector<std::byte> copy(profile.begin(), profile.end());
    for (const auto& patch : patches) {
        std::fill_n(copy.begin() + static_cast<std::ptrdiff_t>(patch.offset), patch.size, std::byte{0});
    }
    copy.resize(profile.size() + profile.size() % 2);
    plan_.add_copied(copy);
    log_.add(element.tag, Action::clean_text, Option::beyond_table,
             "texts inside a profile of colours blanked");
}

void Rewriter::write_searched(const Element& element, const Level& level, const Decision& decision) {
    if (element.kind != Kind::value) return write_sequence(element, level);
    const auto raw = text_of(data_.value(element));
    const bool is_text = dicom::is_text(element.vr) || (element.vr == vr::UN && is_readable_text(raw));
    const auto cleaned = is_text ? cleaned_value(raw, element.vr, *level.charset, context_.identifiers,
                                                 search_for(element, level))
                                 : std::nullopt;
    if (!cleaned) {
        put_unchanged(element);
        return log(element, decision);
    }
    put(element, *cleaned);
    log_.add(element.tag, Action::clean_text, Option::beyond_table, "held an identifier of the study");
}

void Rewriter::write_cleaned(const Element& element, const Level& level, const Decision& decision) {
    const auto cleaned = cleaned_value(text_of(data_.value(element)), element.vr, *level.charset,
                                       context_.identifiers, Search::known_and_patterns);
    if (!cleaned) {
        put_unchanged(element);
        return log_.add(element.tag, Action::keep, decision.option,
                        "searched, and nothing identifying was found");
    }
    put(element, *cleaned);
    log(element, decision);
}

void Rewriter::write_shifted(const Element& element, const Decision& decision) {
    if (element.length == 0) return put(element, {});
    const auto shifted = shifted_dates(text_of(data_.value(element)), element.vr, offset_days_);
    put(element, shifted.empty() && !decision.may_be_empty ? dummy_value(element.vr, 0) : shifted);
    log(element, decision);
}

void Rewriter::write_sequence(const Element& element, const Level& level) {
    if (element.kind != Kind::sequence) return put(element, {});
    const auto sequence = writer_.begin_sequence(element.tag);
    const auto index = static_cast<std::uint32_t>(&element - data_.elements.data());
    for (auto i = index + 1; i < element.end; i = data_.elements[i].end) {
        const auto item = writer_.begin_item();
        write_level({i + 1, data_.elements[i].end, level.charset, false});
        writer_.end(item);
    }
    writer_.end(sequence);
}

void Rewriter::put(const Element& element, std::string_view text) {
    if (element.vr == vr::SQ) return writer_.end(writer_.begin_sequence(element.tag));
    writer_.text(element.tag, element.vr, text);
}

void Rewriter::put_unchanged(const Element& element) {
    if (element.kind != Kind::value) return put(element, {});
    writer_.value(element.tag, element.vr, data_.value(element));
}

/// Decoded frames are stored pixel by pixel, in the colours that the codec gave.
bool Rewriter::write_decoded_form(const Element& element) {
    if (context_.painting == nullptr || !context_.painting->is_decoded) return false;
    if (element.tag == tags::kPhotometric) {
        writer_.text(element.tag, vr::CS, context_.painting->photometric);
    } else if (element.tag == kPlanar) {
        writer_.text(element.tag, vr::US, std::string_view{"\0\0", 2});
    } else {
        return false;
    }
    return true;
}

void Rewriter::write_pixels(const Element& element) {
    if (context_.painting != nullptr && element.depth == 0 && element.tag == tags::kPixelData) {
        write_painted(data_, element, *context_.painting, writer_, plan_);
        for (std::size_t i = 0; i < context_.painting->boxes.size(); ++i) {
            log_.add(element.tag, Action::clean_text, Option::pixel_data,
                     "text in the picture that may identify was painted over in every frame");
        }
        return;
    }
    if (element.kind == Kind::value && element.tag == tags::kPixelData) return write_native_pixels(element);
    if (element.kind == Kind::value) return put_unchanged(element);
    const auto blanked = write_encapsulated(data_, element, writer_);
    for (std::size_t i = 0; i < blanked; ++i) {
        log_.add(element.tag, Action::clean_text, Option::pixel_data,
                 "comments inside compressed frames blanked");
    }
}

void Rewriter::write_native_pixels(const Element& element) {
    switch (write_native(data_, element, writer_, plan_)) {
        case NativeChange::none:
            return;
        case NativeChange::surplus:
            return log_.add(element.tag, Action::clean_text, Option::pixel_data,
                            "bytes behind the last frame blanked");
        case NativeChange::overlay:
            return log_.add(element.tag, Action::clean_text, Option::graphics,
                            "the bits of an overlay inside of the samples blanked");
    }
}

void Rewriter::write_method_codes() {
    const auto sequence = writer_.begin_sequence(kMethodCodes);
    for (const auto& code : method_codes(context_.profile)) {
        const auto item = writer_.begin_item();
        writer_.text(Tag{0x00080100}, vr::SH, code.value);
        writer_.text(kCodingScheme, vr::SH, "DCM");
        writer_.text(kCodeMeaning, vr::LO, code.meaning);
        writer_.end(item);
    }
    writer_.end(sequence);
}

void Rewriter::write_inserted_before(std::uint32_t tag) {
    while (next_inserted_ < inserted_.size() && inserted_[next_inserted_].number <= tag) {
        write_inserted(inserted_[next_inserted_++]);
    }
}

void Rewriter::write_inserted(Tag tag) {
    if (tag == kIdentityRemoved) return writer_.text(tag, vr::CS, "YES");
    if (tag == kMethod) return writer_.text(tag, vr::LO, "MEDAL, PS3.15 E.1-1 2024e");
    if (tag == kMethodCodes) return write_method_codes();
    if (tag == kTimeModified) {
        const auto& profile = context_.profile;
        return writer_.text(tag, vr::CS,
                            profile.retain_full_dates       ? "UNMODIFIED"
                            : profile.retain_modified_dates ? "MODIFIED"
                                                            : "REMOVED");
    }
    const auto& [value_vr, text] = derived_.at(tag);
    writer_.text(tag, value_vr, text);
    log_.add(tag, Action::clean_text, Option::pixel_data, "says that the picture was painted over");
}

void Rewriter::write_meta() {
    OutputPlan group;
    ElementWriter meta{group, {.explicit_vr = true, .endian = Endian::little}};
    const auto instance = context_.profile.retain_uids
                              ? std::string{data_.text(tags::kSopInstance)}
                              : remapped_uids(data_.text(tags::kSopInstance), context_.secrets);
    meta.value(Tag{0x00020001}, vr::OB, base::bytes_of({"\0\1", 2}));
    const auto sop_class = data_.text(tags::kSopClass);
    if (!sop_class.empty()) meta.text(Tag{0x00020002}, vr::UI, sop_class);
    if (!instance.empty()) meta.text(Tag{0x00020003}, vr::UI, instance);
    meta.text(tags::kTransferSyntax, vr::UI, output_syntax(context_));
    meta.text(Tag{0x00020012}, vr::UI, "2.25.120432811237412936781412734710846571829");
    meta.text(Tag{0x00020013}, vr::SH, "MEDAL_1");
    const auto bytes = group.joined();
    plan_.add(std::string(128, '\0') + "DICM");
    ElementWriter head{plan_, {.explicit_vr = true, .endian = Endian::little}};
    head.text(Tag{0x00020000}, vr::UL, stored(bytes.size(), 4, Endian::little));
    plan_.add_copied(bytes);
}

}  // namespace medal::imaging::deid
