//! How help pages are laid out.

/// Help pages in Chinese.
pub(super) const TEMPLATE: &str = "{about}\n\n用法：{usage}\n\n{all-args}";
