#include "imaging/redact/dicom_copy.h"

#include "imaging/deid/derived.h"
#include "imaging/dicom/transfer_syntax.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace medal::imaging::redact {
namespace {

using dicom::Element;
using dicom::Kind;
using dicom::Tag;
namespace tags = dicom::tags;
namespace vr = dicom::vr;

constexpr Tag kImageType{0x00080008}, kFrameType{0x00089007}, kMethodCodes{0x00120064},
    kCodeValue{0x00080100}, kCodingScheme{0x00080102}, kCodeMeaning{0x00080104};
constexpr std::size_t kPreamble_bytes = 128;

const std::string* new_uid(std::span<const UidChange> uids, std::string_view uid) {
    const auto found =
        std::find_if(uids.begin(), uids.end(), [&](const UidChange& one) { return one.from == uid; });
    return found == uids.end() ? nullptr : &found->to;
}

/// Several UIDs in one value are parted by backslashes (PS3.5, 6.4).
std::string with_new_uids(std::span<const UidChange> uids, std::string_view value) {
    std::string changed;
    for (std::size_t i = 0;; ++i) {
        const auto uid = dicom::value_at(value, i);
        if (i > 0 && uid.empty()) break;
        const auto* to = new_uid(uids, uid);
        changed += (i > 0 ? "\\" : "") + (to != nullptr ? *to : std::string{uid});
    }
    return changed;
}

/// Extended Offset Table and its lengths (PS3.3, C.7.6.3.1.8): they hold for the old frames.
bool is_table_of_frames(Tag tag) {
    return tag == Tag{0x7FE00001} || tag == Tag{0x7FE00002};
}

class Copier {
  public:
    Copier(const dicom::DataSet& data, const CopyChanges& changes, deid::OutputPlan& plan)
        : data_(data),
          changes_(changes),
          plan_(plan),
          writer_(plan, dicom::encoding_of(changes.transfer_syntax)) {}

    void run() {
        next_ = changes_.values.begin();
        for (std::size_t i = 0; i < data_.elements.size(); i = data_.elements[i].end) {
            const auto& element = data_.elements[i];
            if (element.tag.group() < 0x0008) continue;  // the file's head is written anew
            if (changes_.pixels && is_table_of_frames(element.tag)) continue;
            if (element.tag >= kMethodCodes) write_methods(element);
            write_new_before(element.tag);
            if (element.tag == kMethodCodes && !changes_.method.value.empty()) continue;
            if (next_ != changes_.values.end() && next_->first == element.tag) {
                write_new_before(Tag{element.tag.number + 1});
                continue;
            }
            write(element);
        }
        write_new_before(Tag{0xFFFFFFFF});
    }

  private:
    /// Before the first element that is not in front of the sequence: it, with one item more.
    void write_methods(const Element& element) {
        if (changes_.method.value.empty() || is_method_written_) return;
        is_method_written_ = true;
        write_new_before(kMethodCodes);
        const auto sequence = writer_.begin_sequence(kMethodCodes);
        const bool is_there = element.tag == kMethodCodes && element.kind == Kind::sequence;
        if (is_there) write_items(element);
        if (!is_there || !names_method(element)) write_method();
        writer_.end(sequence);
    }

    bool names_method(const Element& sequence) const {
        for (auto i = index_of(sequence) + 1; i < sequence.end; ++i) {
            const auto& element = data_.elements[i];
            if (element.tag == kCodeValue && data_.text(element) == changes_.method.value) return true;
        }
        return false;
    }

    void write_method() {
        const auto item = writer_.begin_item();
        writer_.text(kCodeValue, vr::SH, changes_.method.value);
        writer_.text(kCodingScheme, vr::SH, "DCM");
        writer_.text(kCodeMeaning, vr::LO, changes_.method.meaning);
        writer_.end(item);
    }

    void write_new_before(Tag tag) {
        for (; next_ != changes_.values.end() && next_->first < tag; ++next_) {
            writer_.text(next_->first, next_->second.vr, next_->second.text);
        }
    }

    void write(const Element& element) {
        if (element.depth == 0 && element.tag == tags::kPixelData && changes_.pixels) {
            return changes_.pixels(element, writer_, plan_);
        }
        if (element.kind == Kind::sequence) return write_sequence(element);
        if (element.kind == Kind::fragments) return write_fragments(element);
        const auto value = data_.value(element);
        if (element.vr == vr::UI && !changes_.uids.empty() && element.length > 0) {
            return writer_.text(element.tag, vr::UI, with_new_uids(changes_.uids, text_of(value)));
        }
        const bool is_type = element.tag == kImageType || element.tag == kFrameType;
        if (is_type && changes_.is_derived) {
            return writer_.text(element.tag, element.vr, deid::derived_type(text_of(value)));
        }
        writer_.value(element.tag, element.vr, value);
    }

    void write_sequence(const Element& element) {
        const auto sequence = writer_.begin_sequence(element.tag);
        write_items(element);
        writer_.end(sequence);
    }

    void write_items(const Element& element) {
        for (auto i = index_of(element) + 1; i < element.end; i = data_.elements[i].end) {
            const auto item = writer_.begin_item();
            for (auto k = i + 1; k < data_.elements[i].end; k = data_.elements[k].end) {
                if (data_.elements[k].tag.element() != 0) write(data_.elements[k]);
            }
            writer_.end(item);
        }
    }

    void write_fragments(const Element& element) {
        writer_.begin_fragments(element.tag, element.vr == vr::OW ? vr::OB : element.vr);
        for (auto i = index_of(element) + 1; i < element.end; ++i) {
            writer_.fragment(data_.value(data_.elements[i]));
        }
        writer_.end_fragments();
    }

    std::uint32_t index_of(const Element& element) const {
        return static_cast<std::uint32_t>(&element - data_.elements.data());
    }

    const dicom::DataSet& data_;
    const CopyChanges& changes_;
    deid::OutputPlan& plan_;
    deid::ElementWriter writer_;
    std::map<Tag, NewValue>::const_iterator next_;
    bool is_method_written_ = false;
};

void write_head(const dicom::DataSet& data, const CopyChanges& changes, deid::OutputPlan& plan) {
    plan.add(std::string(kPreamble_bytes, '\0') + "DICM");
    deid::OutputPlan group;
    deid::ElementWriter meta{group, {.explicit_vr = true, .endian = Endian::little}};
    constexpr std::array kVersion{std::byte{0}, std::byte{1}};
    meta.value(Tag{0x00020001}, vr::OB, kVersion);
    meta.text(Tag{0x00020002}, vr::UI, data.text(tags::kSopClass));
    meta.text(Tag{0x00020003}, vr::UI, with_new_uids(changes.uids, data.text(tags::kSopInstance)));
    meta.text(tags::kTransferSyntax, vr::UI, changes.transfer_syntax);
    meta.text(Tag{0x00020012}, vr::UI, "2.25.120432811237412936781412734710846571829");
    meta.text(Tag{0x00020013}, vr::SH, "MEDAL_1");
    const auto bytes = group.joined();
    deid::ElementWriter head{plan, {.explicit_vr = true, .endian = Endian::little}};
    head.begin_value(Tag{0x00020000}, vr::UL, 4);
    plan.add_u32(static_cast<std::uint32_t>(bytes.size()), Endian::little);
    plan.add_copied(bytes);
}

}  // namespace

std::string copied_syntax(const dicom::DataSet& data) {
    return std::string{data.inflated ? dicom::kExplicitLittle : std::string_view{data.transfer_syntax}};
}

void copy_with(const dicom::DataSet& data, const CopyChanges& changes, deid::OutputPlan& plan) {
    write_head(data, changes, plan);
    Copier{data, changes, plan}.run();
}

bool names_one_of(const dicom::DataSet& data, std::span<const UidChange> uids) {
    return std::any_of(data.elements.begin(), data.elements.end(), [&](const Element& element) {
        if (element.vr != vr::UI || element.kind != Kind::value) return false;
        const auto value = text_of(data.value(element));
        for (std::size_t i = 0; !dicom::value_at(value, i).empty(); ++i) {
            if (new_uid(uids, dicom::value_at(value, i)) != nullptr) return true;
        }
        return false;
    });
}

}  // namespace medal::imaging::redact
